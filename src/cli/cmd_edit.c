/* cmd_edit.c - superbill edit: one visit in the editor. */
#include "cli/cli.h"

static int
run_edit(struct session *session)
{
    return edit_record(session, SB_RECORD_VISIT, session->operands[0]);
}

static const uint8_t options[] = {OPT_DRY_RUN, OPT_END};

const struct command cmd_edit = {
    .name = "edit",
    .summary = "open one visit in $EDITOR; write it back when it is sound",
    .usage = "VISIT",
    .examples = "  superbill edit V-20261005-1001\n"
                "  EDITOR=nano superbill edit V-20261005-1001\n",
    .more = "$VISUAL, $EDITOR or vi gets a private copy in the practice's folder.  A visit\n"
            "with a finding at error level is not written back.\n",
    .options = options,
    .json = JSON_RUN,
    .least = 1,
    .most = 1,
    .run = run_edit,
};
