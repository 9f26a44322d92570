/*
 * signature.c - the member "signature" of an attached record: {"key":BASE64,"value":BASE64}, an
 * Ed25519 signature of the SHA-256 of the canonical record without it.
 */
#include "model/model.h"

#include <string.h>

/* What stands before it in a canonical record: no text of a record can hold this unescaped. */
#define BEFORE ",\"schema\":\"superbill.document/1\","

sb_status
sb_signature_make(struct sb_buf *out, const char *record_sha256, const uint8_t seed[SB_KEY_SEED],
                  struct sb_error *err)
{
    uint8_t hash[32], key[SB_KEY_PUBLIC], value[SB_SIGNATURE];

    if (!sb_hex_read(hash, sizeof hash, record_sha256))
        return sb_error_set(err, SB_E_DEFECT, "a record that is not sealed cannot be signed");
    sb_sign(value, key, hash, sizeof hash, seed);
    sb_buf_text(out, "{\"key\":\"");
    sb_base64(out, key, sizeof key);
    sb_buf_text(out, "\",\"value\":\"");
    sb_base64(out, value, sizeof value);
    sb_buf_text(out, "\"}");
    return out->failed ? sb_error_nomem(err) : SB_OK;
}

sb_status
sb_record_sign(struct sb_buf *out, struct sb_bytes record, struct sb_bytes signature,
               struct sb_error *err)
{
    const char *at =
        record.len > 0 ? memmem(record.at, record.len, BEFORE, sizeof BEFORE - 1) : NULL;
    size_t head;

    if (at == NULL)
        return sb_error_set(err, SB_E_DEFECT, "this record has no place for a signature");
    head = (size_t)(at - (const char *)record.at) + sizeof BEFORE - 1;
    sb_buf_put(out, record.at, head);
    sb_buf_text(out, "\"signature\":");
    sb_buf_put(out, signature.at, signature.len);
    sb_buf_char(out, ',');
    sb_buf_put(out, (const char *)record.at + head, record.len - head);
    return out->failed ? sb_error_nomem(err) : SB_OK;
}

static bool
bytes_at(const struct sb_json *object, const char *key, void *bytes, size_t length)
{
    const struct sb_json *node = sb_json_member(object, key);

    return node != NULL && sb_json_type(node) == SB_JSON_STRING &&
           sb_base64_read(bytes, length, sb_json_text(node), strlen(sb_json_text(node)));
}

bool
sb_signature_read(struct sb_signature *out, const struct sb_json *member)
{
    return sb_json_type(member) == SB_JSON_OBJECT &&
           bytes_at(member, "key", out->key, sizeof out->key) &&
           bytes_at(member, "value", out->value, sizeof out->value);
}
