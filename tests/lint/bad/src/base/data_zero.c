int sb_bad(void);

int
sb_bad(void)
{
    static int calls;

    return ++calls;
}
