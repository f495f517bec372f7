/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include "plugins/notify_html.h"

#include "plugins/notify_text.h"

#define SANS                                                                   \
    "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
#define MONO "font-family:ui-monospace,Menlo,Consolas,monospace"

static const struct aoai_notify_colours colours[] = {
    [AOAI_NOTIFY_GRAY] = {"#5b6470", "#ffffff", "#3d444d"},
    [AOAI_NOTIFY_GREEN] = {"#1b7f3b", "#ffffff", "#0f5426"},
    [AOAI_NOTIFY_YELLOW] = {"#f2a900", "#1c1c1c", "#b87700"},
    [AOAI_NOTIFY_RED] = {"#c62828", "#ffffff", "#7f1212"},
    [AOAI_NOTIFY_PURPLE] = {"#7048b6", "#ffffff", "#492a80"},
};

static const struct aoai_notify_markup blocks[] = {
    [AOAI_NOTIFY_TITLE] = {"<h1 style=\"margin:0 0 8px;font-size:20px;"
                           "line-height:1.35;font-weight:600;" AOAI_NOTIFY_WRAP
                           "\">",
                           "</h1>\n"},
    [AOAI_NOTIFY_HEADING] = {"<h2 style=\"margin:20px 0 6px;padding-top:12px;"
                             "border-top:1px solid " AOAI_NOTIFY_LINE
                             ";font-size:16px;line-height:1.35;"
                             "font-weight:600;" AOAI_NOTIFY_WRAP "\">",
                             "</h2>\n"},
    [AOAI_NOTIFY_TEXT] = {"<p style=\"margin:0 0 12px;" AOAI_NOTIFY_WRAP "\">",
                          "</p>\n"},
    [AOAI_NOTIFY_FACTS] = {AOAI_NOTIFY_TABLE
                           ";table-layout:fixed;margin:0 0 12px\">\n",
                           "</table>\n"},
    [AOAI_NOTIFY_ITEMS] =
        {"<ul style=\"margin:0 0 12px;padding-left:20px;" AOAI_NOTIFY_WRAP
         "\">\n",
         "</ul>\n"},
    [AOAI_NOTIFY_ITEM] = {"<li>", "</li>\n"},
    [AOAI_NOTIFY_CODE] = {"<pre style=\"margin:0 0 12px;padding:8px 10px;"
                          "border:1px solid " AOAI_NOTIFY_LINE
                          ";border-radius:4px;font-size:13px;line-height:1.4;"
                          "white-space:pre-wrap;" AOAI_NOTIFY_WRAP ";" MONO
                          "\">",
                          "</pre>\n"},
    [AOAI_NOTIFY_FOOTER] = {"<p style=\"margin:20px 0 0;padding-top:8px;"
                            "border-top:1px solid " AOAI_NOTIFY_LINE
                            ";font-size:13px;" AOAI_NOTIFY_WRAP "\">",
                            "</p>\n"},
};

struct aoai_notify_colours aoai_notify_html_colours(enum aoai_notify_tone tone)
{
    return colours[tone];
}

struct aoai_notify_markup aoai_notify_html_block(enum aoai_notify_block block)
{
    return blocks[block];
}

/* The character reference for BYTE; NULL where it stands for itself. */
static const char *reference(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void aoai_notify_html_escape(struct aoai_buf *out, const char *bytes,
                             size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char *text = reference(bytes[i]);

        if (text)
            aoai_buf_puts(out, text);
        else
            aoai_buf_putc(out, bytes[i]);
    }
}

/* Appends TEXT as one line. */
static void add_line(struct aoai_buf *out, const char *text)
{
    while (*text) {
        struct aoai_notify_glyph glyph = aoai_notify_text_glyph(text);

        aoai_notify_html_escape(out, glyph.shown, glyph.length);
        text += glyph.taken;
    }
}

void aoai_notify_html_begin(struct aoai_buf *out, enum aoai_notify_tone tone,
                            const char *title)
{
    aoai_buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n"
                       "<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" "
                       "content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"color-scheme\" content=\"light dark\">\n"
                       "<meta name=\"supported-color-schemes\" "
                       "content=\"light dark\">\n<title>");
    add_line(out, title);
    aoai_buf_puts(
        out, "</title>\n</head>\n"
             "<body style=\"margin:0;padding:0\">\n"
        /* the page's width, and in it a column of text */
        AOAI_NOTIFY_TABLE "\"><tr>"
             "<td align=\"center\" style=\"padding:12px\">\n" AOAI_NOTIFY_TABLE
             ";max-width:600px\"><tr>\n");
    aoai_buf_printf(out,
                    "<td align=\"left\" style=\"border-top:4px solid %s;"
                    "padding:14px 0;font-size:15px;line-height:1.45;" SANS
                    "\">\n",
                    colours[tone].ground);
}

void aoai_notify_html_end(struct aoai_buf *out)
{
    aoai_buf_puts(out, "</td></tr></table>\n</td></tr></table>\n"
                       "</body>\n</html>\n");
}
