void sb_save(void *d) { HPDF_SaveToFile(d, "x.pdf"); }
