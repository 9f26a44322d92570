int sb_letter(int c) { return isalpha (c); }
