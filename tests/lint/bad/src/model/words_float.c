static double share;
