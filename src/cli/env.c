/* env.c - the only reader of clock, environment and terminal. */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LEVELS_MOST 64

static const char *
variable(const char *name)
{
    const char *value = getenv(name);

    return value == NULL || value[0] == '\0' ? NULL : value;
}

/* SOURCE_DATE_EPOCH, digits alone, of at most eleven: to the year 5138. */
static bool
read_epoch(const char *text, int64_t *out)
{
    size_t length = strspn(text, "0123456789");
    int64_t n = 0;

    if (length == 0 || length > 11 || text[length] != '\0')
        return false;
    for (size_t i = 0; i < length; i++)
        n = 10 * n + (text[i] - '0');
    *out = n;
    return n > 0;
}

/* The file of installed code sets in the user's own data folder (XDG base directories). */
static void
find_store(char *out, size_t room)
{
    const char *own = variable("XDG_DATA_HOME"), *home = variable("HOME");
    int length = 0;

    out[0] = '\0';
    /* a relative one is to be ignored */
    if (own != NULL && own[0] == '/')
        length = snprintf(out, room, "%s/superbill/codes.db", own);
    else if (home != NULL)
        length = snprintf(out, room, "%s/.local/share/superbill/codes.db", home);
    if (length < 0 || (size_t)length >= room)
        out[0] = '\0';
}

int64_t
env_milliseconds(void)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
env_read(struct env *env)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    const char *epoch = variable("SOURCE_DATE_EPOCH"), *terminal = variable("TERM");

    *env = (struct env){.config = variable("SUPERBILL_CONFIG"), .editor = variable("VISUAL")};
    if (env->editor == NULL)
        env->editor = variable("EDITOR");
    if (env->editor == NULL)
        env->editor = "vi";
    find_store(env->store, sizeof env->store);
    env->cores = cores > 0 && cores < 100 ? (unsigned)cores : 1;
    env->in_terminal = isatty(STDIN_FILENO) == 1;
    env->out_terminal = isatty(STDOUT_FILENO) == 1;
    env->err_terminal = isatty(STDERR_FILENO) == 1;
    env->no_color =
        variable("NO_COLOR") != NULL || terminal == NULL || strcmp(terminal, "dumb") == 0;
    env->now_fixed = epoch != NULL;
    if (epoch != NULL)
        env->now_bad = !read_epoch(epoch, &env->now);
    else
        env->now = (int64_t)time(NULL);
}

sb_date
env_day(const struct env *env)
{
    time_t now = (time_t)env->now;
    struct tm local;

    if (env->now_fixed || localtime_r(&now, &local) == NULL)
        return sb_date_of_instant(env->now, 0);
    return sb_date_make(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

static sb_status
zone_keep(char *out, size_t room, const char *name)
{
    sb_status st;

    if (name == NULL || strlen(name) >= room)
        return SB_E_ABSENT;
    if ((st = sb_zone_check(name, NULL)) == SB_OK)
        memcpy(out, name, strlen(name) + 1);
    return st;
}

/* The name in a link such as /etc/localtime -> /usr/share/zoneinfo/America/Los_Angeles. */
static sb_status
zone_of_link(char *out, size_t room)
{
    char target[256];
    ssize_t length = readlink("/etc/localtime", target, sizeof target - 1);
    const char *name;

    if (length <= 0)
        return SB_E_ABSENT;
    target[length] = '\0';
    name = strstr(target, "zoneinfo/");
    return name == NULL ? SB_E_ABSENT : zone_keep(out, room, name + strlen("zoneinfo/"));
}

static sb_status
zone_of_file(char *out, size_t room)
{
    char line[72] = "";
    FILE *file = fopen("/etc/timezone", "re");
    bool read;

    if (file == NULL)
        return errno == ENOMEM ? SB_E_NOMEM : SB_E_ABSENT;
    read = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    line[strcspn(line, "\n")] = '\0';
    return read ? zone_keep(out, room, line) : SB_E_ABSENT;
}

bool
env_zone(char *out, size_t room)
{
    const char *named = variable("TZ");
    sb_status st;

    if (named != NULL && named[0] == ':')
        named++;
    st = zone_keep(out, room, named);
    if (st == SB_E_ABSENT)
        st = zone_of_link(out, room);
    if (st == SB_E_ABSENT)
        st = zone_of_file(out, room);
    if (st == SB_E_ABSENT)
        snprintf(out, room, "UTC");
    return st != SB_E_NOMEM;
}

/* A regular file (or link to one); one of a stranger is only named. */
static bool
config_takes(const char *path, char *passed, size_t room)
{
    struct stat file;

    if (stat(path, &file) != 0 || S_ISDIR(file.st_mode))
        return false;
    if (file.st_uid == geteuid() || file.st_uid == 0)
        return true;
    if (passed[0] == '\0')
        snprintf(passed, room, "%s", path);
    return false;
}

/* Whether the folder that path names is the root, where the way up ends. */
static bool
is_root(const char *folder)
{
    struct stat here, root;

    return stat(folder, &here) != 0 || stat("/", &root) != 0 ||
           (here.st_dev == root.st_dev && here.st_ino == root.st_ino);
}

bool
env_find_config(char *out, size_t room, char *passed, size_t passed_room)
{
    const char *own = variable("XDG_CONFIG_HOME"), *home = variable("HOME");
    char up[3 * LEVELS_MOST + 3] = "";
    int length;

    passed[0] = '\0';
    for (size_t level = 0; level < LEVELS_MOST; level++) {
        length = snprintf(out, room, "%ssuperbill.ini", up);
        if (length > 0 && (size_t)length < room && config_takes(out, passed, passed_room))
            return true;
        if (is_root(up[0] == '\0' ? "." : up))
            break;
        memcpy(up + strlen(up), "../", 4);
    }
    if (own != NULL)
        length = snprintf(out, room, "%s/superbill/superbill.ini", own);
    else if (home != NULL)
        length = snprintf(out, room, "%s/.config/superbill/superbill.ini", home);
    else
        return false;
    return length > 0 && (size_t)length < room && config_takes(out, passed, passed_room);
}
