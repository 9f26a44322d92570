int sb_bad(int a);

int
sb_bad(int a)
{
    if (a > 1) {
        while (a > 2) {
            if (a > 3) {
                while (a > 4) {
                    if (a > 5) {
                        if (a > 6)
                            a -= 2;
                    }
                    a--;
                }
            }
            a--;
        }
    }
    return a;
}
