void *sb_get(void *o) { return cJSON_GetObjectItem(o, "npi"); }
