int sb_bad(void);

int
sb_bad(void)
{
    int a[3] = {1, 2, 3};

    return a[3];
}
