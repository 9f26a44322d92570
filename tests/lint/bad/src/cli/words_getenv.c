const char *home(void) { return getenv("HOME"); }
