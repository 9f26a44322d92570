long sb_now(void) { return time(0); }
