int sb_bad(int a);

int
sb_bad(int a)
{
    return a > 0 ? sb_bad(a - 1) + a : 0;
}
