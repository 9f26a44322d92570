/* xmp.c - the metadata packet: one constant text with insertions, as ISO 19005-3 6.6 asks. */
#include "out/pdf/pdf.h"

#include <string.h>

#define EXTENSION(schema, uri, prefix, property, type, description)                                \
    "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>" schema "</pdfaSchema:schema>\n"       \
    "<pdfaSchema:namespaceURI>" uri "</pdfaSchema:namespaceURI><pdfaSchema:prefix>" prefix         \
    "</pdfaSchema:prefix>\n<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"      \
    "<pdfaProperty:name>" property "</pdfaProperty:name><pdfaProperty:valueType>" type             \
    "</pdfaProperty:valueType>\n<pdfaProperty:category>internal</pdfaProperty:category>"           \
    "<pdfaProperty:description>" description "</pdfaProperty:description></rdf:li></rdf:Seq>"      \
    "</pdfaSchema:property></rdf:li>\n"

/* Of all properties that the standards do not know. */
#define SCHEMAS                                                                                    \
    "<rdf:Description rdf:about=\"\""                                                              \
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""                              \
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"                                  \
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">"                               \
    "<pdfaExtension:schemas><rdf:Bag>\n"
#define UA_SCHEMA                                                                                  \
    EXTENSION("PDF/UA identification", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", "part",      \
              "Integer", "PDF/UA part")
#define SCHEMAS_END                                                                                \
    "</rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF></x:xmpmeta>\n"                 \
    "<?xpacket end=\"w\"?>"

/* The claim to be PDF/A. */
#define ARCHIVAL_SPACE " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
#define ARCHIVAL "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"

static const char head[] = "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                           "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
                           "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                           "<rdf:Description rdf:about=\"\"\n";
static const char spaces[] =
    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\""
    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
    " xmlns:sb=\"urn:x-superbill:ns:1#\">\n";
static const char claims[] = ARCHIVAL "<pdfuaid:part>1</pdfuaid:part>\n";
static const char to_title[] = "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">";
static const char to_language[] = "</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>";
static const char to_created[] = "</rdf:li></rdf:Bag></dc:language>\n<xmp:CreateDate>";
static const char to_modified[] = "</xmp:CreateDate><xmp:ModifyDate>";
static const char to_tool[] = "</xmp:ModifyDate><xmp:CreatorTool>superbill</xmp:CreatorTool>\n"
                              "<pdf:Producer>superbill</pdf:Producer>";
static const char tail[] = "</rdf:Description>\n" SCHEMAS UA_SCHEMA EXTENSION(
    "superbill", "urn:x-superbill:ns:1#", "sb", "payloadHash", "Text",
    "SHA-256 of the attached record") SCHEMAS_END;

void
sb_xmp_put(struct sb_buf *out, const struct sb_pdf_facts *facts)
{
    char stamp[SB_STAMP_TEXT];
    bool whole = facts->record.at != NULL;

    sb_buf_put(out, head, sizeof head - 1);
    if (whole)
        sb_buf_text(out, ARCHIVAL_SPACE);
    sb_buf_put(out, spaces, sizeof spaces - 1);
    if (whole)
        sb_buf_put(out, claims, sizeof claims - 1);
    sb_buf_put(out, to_title, sizeof to_title - 1);
    sb_escape_xml(out, facts->title);
    sb_buf_text(out, to_language);
    sb_escape_xml(out, facts->language);
    sb_buf_text(out, to_created);
    sb_buf_text(out, sb_stamp_xmp(stamp, facts->issued_at));
    sb_buf_text(out, to_modified);
    sb_buf_text(out, stamp);
    sb_buf_put(out, to_tool, sizeof to_tool - 1);
    if (whole) {
        sb_buf_text(out, "<sb:payloadHash>");
        sb_escape_xml(out, facts->identity);
        sb_buf_text(out, "</sb:payloadHash>");
    }
    sb_buf_put(out, tail, sizeof tail - 1);
}

/* What a copy says: that it is one. */
void
sb_xmp_put_copy(struct sb_buf *out, const char *title, struct sb_bytes language)
{
    sb_buf_put(out, head, sizeof head - 1);
    sb_buf_text(out, ARCHIVAL_SPACE " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\""
                                    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
                                    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                                    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n");
    sb_buf_put(out, claims, sizeof claims - 1);
    sb_buf_put(out, to_title, sizeof to_title - 1);
    sb_escape_xml(out, title);
    sb_buf_text(out, to_language);
    sb_buf_put(out, language.at, language.len);
    sb_buf_text(out, "</rdf:li></rdf:Bag></dc:language>\n"
                     "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">copy</rdf:li>"
                     "</rdf:Alt></dc:description>\n"
                     "<xmp:CreatorTool>superbill</xmp:CreatorTool>"
                     "<pdf:Producer>superbill</pdf:Producer></rdf:Description>\n");
    sb_buf_text(out, SCHEMAS UA_SCHEMA SCHEMAS_END);
}

bool
sb_xmp_unclaim(struct sb_buf *xmp)
{
    static const char *const parts[] = {ARCHIVAL, ARCHIVAL_SPACE};

    /* a copy behind a cover claims nothing */
    if (xmp->len > 0 && memmem(xmp->at, xmp->len, "pdfaid", 6) == NULL)
        return true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t length = strlen(parts[i]);
        char *at = xmp->len == 0 ? NULL : memmem(xmp->at, xmp->len, parts[i], length);

        if (at == NULL)
            return false;
        memmove(at, at + length, xmp->len - length - (size_t)(at - xmp->at));
        xmp->len -= length;
    }
    return true;
}
