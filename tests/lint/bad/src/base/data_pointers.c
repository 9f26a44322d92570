const char *sb_bad(int i);

const char *
sb_bad(int i)
{
    static const char *names[] = {"one", "two"};

    return names[i] = names[1 - i];
}
