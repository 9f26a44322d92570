int sb_bad(void);

int
sb_bad(void)
{
    static int calls = 7;

    return ++calls;
}
