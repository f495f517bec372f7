/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Remarks are kept up to a level, one a line, and never fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/notes.h"

static void notes_above_the_level_are_not_kept(void **state)
{
    (void)state;
    struct aoai_notes notes = {.level = 2};
    aoai_note(&notes, AOAI_NOTE_DECISION, "one %d", 1);
    aoai_note(&notes, AOAI_NOTE_REQUEST, "two");
    aoai_note(&notes, AOAI_NOTE_DETAIL, "three");
    assert_string_equal(aoai_buf_text(&notes.text), "one 1\ntwo\n");
    aoai_notes_free(&notes);
}

static void a_level_of_zero_keeps_nothing(void **state)
{
    (void)state;
    struct aoai_notes notes = {0};
    aoai_note(&notes, AOAI_NOTE_DECISION, "one");
    assert_string_equal(aoai_buf_text(&notes.text), "");
    aoai_notes_free(&notes);
}

static void nobody_has_to_want_notes(void **state)
{
    (void)state;
    aoai_note(NULL, AOAI_NOTE_DECISION, "one");
}

static void a_note_is_one_line(void **state)
{
    (void)state;
    struct aoai_notes notes = {.level = 1};
    aoai_note(&notes, AOAI_NOTE_DECISION, "a\r\nb");
    aoai_note(&notes, AOAI_NOTE_DECISION, "%s", "");
    assert_string_equal(aoai_buf_text(&notes.text), "a  b\n\n");
    aoai_notes_free(&notes);
}

static void a_full_buffer_holds_whole_lines_only(void **state)
{
    (void)state;
    struct aoai_notes notes = {.level = 1, .text = {.max = 9}};
    aoai_note(&notes, AOAI_NOTE_DECISION, "1234");
    aoai_note(&notes, AOAI_NOTE_DECISION, "5678"); /* its newline is too much */
    aoai_note(&notes, AOAI_NOTE_DECISION, "9");
    assert_string_equal(aoai_buf_text(&notes.text), "1234\n");
    aoai_notes_free(&notes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notes_above_the_level_are_not_kept),
        cmocka_unit_test(a_level_of_zero_keeps_nothing),
        cmocka_unit_test(nobody_has_to_want_notes),
        cmocka_unit_test(a_note_is_one_line),
        cmocka_unit_test(a_full_buffer_holds_whole_lines_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
