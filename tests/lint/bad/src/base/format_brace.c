int sb_bad(int a);
int sb_bad(int a) { return a+1; }
