int sb_bad(int a, int b, int c, int d, int e, int f, int g);

int
sb_bad(int a, int b, int c, int d, int e, int f, int g)
{
    return a + b + c + d + e + f + g;
}
