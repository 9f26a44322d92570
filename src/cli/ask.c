/* ask.c - questions on a terminal, for what options leave open. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

/* A line from the terminal without its end; false at the end of input. */
static bool
read_line(char *out, size_t room)
{
    size_t length;

    if (fgets(out, (int)room, stdin) == NULL)
        return false;
    length = strcspn(out, "\n");
    if (out[length] == '\0' && length + 1 == room) {
        /* too long for any answer: the rest of the line is not the next one */
        for (int c = getchar(); c != '\n' && c != EOF; c = getchar())
            ;
        out[0] = '\0';
        return true;
    }
    out[length] = '\0';
    while (length > 0 && (out[length - 1] == ' ' || out[length - 1] == '\r'))
        out[--length] = '\0';
    return true;
}

bool
ask_yes(const char *question)
{
    char line[ANSWER_ROOM];

    fprintf(stderr, "%s [Y/n] ", question);
    fflush(stderr);
    return read_line(line, sizeof line) && line[0] != 'n' && line[0] != 'N';
}

bool
ask_sure(const char *question)
{
    char line[ANSWER_ROOM];

    fprintf(stderr, "%s [y/N] ", question);
    fflush(stderr);
    return read_line(line, sizeof line) && (line[0] == 'y' || line[0] == 'Y');
}

static bool
answer_sound(const struct question *q, const char *answer)
{
    if (answer[0] == '\0')
        return !q->must;
    return q->sound == NULL || q->sound(answer);
}

/* Ask until the answer is sound; false at the end of input. */
static bool
ask_one(const struct question *q, char *out)
{
    for (;;) {
        fprintf(stderr, "%s%s: ", q->text, q->must ? "" : " (or nothing)");
        fflush(stderr);
        if (!read_line(out, ANSWER_ROOM))
            return false;
        if (answer_sound(q, out))
            return true;
        fprintf(stderr, "  %s\n", out[0] == '\0' ? "this one is needed" : q->hint);
    }
}

static const char *
answer_given(const struct session *session, const struct question *q)
{
    return q->id == OPT_END ? NULL : session_value(session, q->id);
}

int
ask_all(struct session *session, const struct question *questions, size_t count,
        char (*answers)[ANSWER_ROOM])
{
    bool ask = false;

    for (size_t i = 0; i < count; i++) {
        const struct question *q = &questions[i];
        const char *given = answer_given(session, q);

        answers[i][0] = '\0';
        if (given == NULL && q->must && !session->env.in_terminal)
            return session_usage(session, "--%s is needed, where there is no terminal to ask on",
                                 option_row(q->id)->name);
        ask = ask || (given == NULL && q->must);
        if (given == NULL)
            continue;
        if (strlen(given) >= ANSWER_ROOM || !answer_sound(q, given))
            return session_usage(session, "--%s: %s", option_row(q->id)->name,
                                 given[0] == '\0'  ? "it is empty"
                                 : q->hint == NULL ? "it is too long"
                                                   : q->hint);
        memcpy(answers[i], given, strlen(given) + 1);
    }
    for (size_t i = 0; i < count && ask; i++) {
        const struct question *q = &questions[i];

        if (answer_given(session, q) != NULL || (q->after > 0 && answers[q->after - 1][0] == '\0'))
            continue;
        if (!ask_one(q, answers[i]))
            return session_usage(session, "the questions were not answered");
    }
    return EXIT_DONE;
}
