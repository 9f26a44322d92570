/* cmd_patient_edit.c - superbill patient edit: one person's record in the editor. */
#include "cli/cli.h"

static int
run_patient_edit(struct session *session)
{
    return edit_record(session, SB_RECORD_PATIENT, session->operands[0]);
}

static const uint8_t options[] = {OPT_DRY_RUN, OPT_END};

const struct command cmd_patient_edit = {
    .name = "patient edit",
    .summary = "open one patient in $EDITOR; write it back when it is sound",
    .usage = "ID",
    .examples = "  superbill patient edit P-1001\n",
    .options = options,
    .json = JSON_RUN,
    .least = 1,
    .most = 1,
    .run = run_patient_edit,
};
