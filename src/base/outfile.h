/* outfile.h - folders, and files that are written: a part of base.h, which includes it. */
#ifndef BASE_OUTFILE_H
#define BASE_OUTFILE_H

#include "base/base.h"

/* folder.c: folders, and how what is made is owned */

/** How files and folders are made: {0} is 0600 and 0700; with a group 0660 and 0770. */
struct sb_owner {
    bool group_given;
    gid_t group;
};
/** The group that [files] group names, or by number.  SB_E_ABSENT where there is none. */
SB_MUST sb_status sb_owner_group(struct sb_owner *out, const char *name, struct sb_error *err);
/** Make folder and its missing parents. */
SB_MUST sb_status sb_folder_make(const char *folder, struct sb_owner owner, struct sb_error *err);
/** Owner and mode of a new file or folder, whatever the umask; -1 and errno. */
SB_MUST int sb_own(int fd, struct sb_owner owner, bool folder);
/** Names in folder are on the disk on return. */
SB_MUST sb_status sb_folder_sync(const char *folder, struct sb_error *err);
/** Everything written to the file system that holds folder so far is on the disk on return. */
SB_MUST sb_status sb_folder_sync_all(const char *folder, struct sb_error *err);
/** Whether a name in folder ends so. */
SB_MUST sb_status sb_folder_holds(bool *held, const char *folder, const char *ending,
                                  struct sb_error *err);

/* outfile.c: staged writes; nothing else writes files */

struct sb_outfile;
struct sb_bytes {
    const void *at;
    size_t len;
};
struct sb_pieces {
    const struct sb_bytes *at;
    size_t count;
};
/**
 * Write content to a temporary name (".sb-...tmp", no personal data) beside folder/name,
 * synced.  Freed unpublished it is unlinked.  All failures: SB_E_WRITE, or SB_E_NOMEM.
 */
SB_MUST sb_status sb_outfile_stage(struct sb_outfile **out, const char *folder, const char *name,
                                   struct sb_pieces content, struct sb_owner owner,
                                   struct sb_error *err);
enum sb_publish { SB_PUBLISH_NEW, SB_PUBLISH_REPLACE };
/**
 * Rename into place and sync the folder.  NEW never replaces other bytes: a file of the
 * same bytes is success, other bytes are SB_E_WRITE.
 */
SB_MUST sb_status sb_outfile_publish(struct sb_outfile *file, enum sb_publish how,
                                     struct sb_error *err);
/** Where the content stands until it is published. */
const char *sb_outfile_temp(const struct sb_outfile *file);
/**
 * The same for one of many: neither synced nor, once published, durable before
 * sb_folder_sync_all.
 */
SB_MUST sb_status sb_outfile_stage_many(struct sb_outfile **out, const char *folder,
                                        const char *name, struct sb_pieces content,
                                        struct sb_owner owner, struct sb_error *err);
SB_MUST sb_status sb_outfile_publish_many(struct sb_outfile *file, enum sb_publish how,
                                          struct sb_error *err);
/** Make an empty file with its owner and mode, where none is there. */
SB_MUST sb_status sb_file_make(const char *path, struct sb_owner owner, struct sb_error *err);
/** Append to a file that is there, in one write and without a sync: what may be lost or torn. */
SB_MUST sb_status sb_file_append(const char *path, const void *bytes, size_t length,
                                 struct sb_error *err);
/** A file that is there already is on the disk on return, and its name. */
SB_MUST sb_status sb_outfile_settle(const char *folder, const char *name, struct sb_error *err);
struct sb_den;
/** Write content into a den, not synced, under the name that it will have where it is adopted. */
SB_MUST sb_status sb_outfile_leave(const struct sb_den *den, const char *name,
                                   struct sb_pieces content, struct sb_owner owner,
                                   struct sb_error *err);
/**
 * Read what was left under that name, length bytes, into room (reset first).  SB_E_WRITE, of the
 * folder that the den is in, where it cannot be read; SB_E_DEFECT where it has another length.
 */
SB_MUST sb_status sb_outfile_left(struct sb_buf *room, const struct sb_den *den, const char *name,
                                  size_t length, struct sb_error *err);
/** Take over what was left in a den, by whichever process, as if it were staged for folder/name. */
SB_MUST sb_status sb_outfile_adopt(struct sb_outfile **out, const char *folder, const char *name,
                                   const struct sb_den *den, struct sb_error *err);
/** More bytes behind what was staged; synced by sb_outfile_sync or sb_folder_sync_all. */
SB_MUST sb_status sb_outfile_add(struct sb_outfile *file, const void *bytes, size_t length,
                                 struct sb_error *err);
/** Sync it again, where a library that takes only paths has written to sb_outfile_temp. */
SB_MUST sb_status sb_outfile_sync(struct sb_outfile *file, struct sb_error *err);
void sb_outfile_free(struct sb_outfile *file);

/* sweep.c: names of temporary files, and what was left under them */

/** Remove temporary files that a killed run left in folder (an absent folder is fine). */
SB_MUST sb_status sb_outfile_sweep(const char *folder, struct sb_error *err);
/** A name as temporary files and folders have, by chance; after sb_crypto_start. */
#define SB_TEMP_NAME 25
void sb_temp_name(char out[SB_TEMP_NAME]);

/* den.c: a private folder for a while: for libraries that spool to files of their own, and for
 * files that many processes stage */

/** Make one in folder, named as temporary files are: all of it goes with free, or a sweep. */
SB_MUST sb_status sb_den_new(struct sb_den **out, const char *folder, struct sb_owner owner,
                             struct sb_error *err);
const char *sb_den_path(const struct sb_den *den);
/** The den itself, open. */
int sb_den_fd(const struct sb_den *den);
/** The folder that it was made in. */
const char *sb_den_folder(const struct sb_den *den);
/**
 * In a forked process, before it leaves anything: the lock stays the maker's alone, so that a sweep
 * after its death waits for nobody else; and sb_den_sync tells every failure to write since then.
 * den may be NULL.
 */
SB_MUST sb_status sb_den_borrow(struct sb_den *den, struct sb_error *err);
/** What was left in it is on the disk on return. */
SB_MUST sb_status sb_den_sync(const struct sb_den *den, struct sb_error *err);
void sb_den_free(struct sb_den *den);
/** Remove one that a killed run left; false where that fails.  One that is in use stays. */
bool sb_den_sweep(int folder, const char *name);

#endif
