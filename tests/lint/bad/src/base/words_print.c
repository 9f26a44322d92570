void sb_say(void) { printf("hello\n"); }
