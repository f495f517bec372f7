/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/entity_rig.h"

void entity_rig_same(const struct aoai_entity *one,
                     const struct aoai_entity *other)
{
    assert_true(one->sum_token == other->sum_token);
    assert_true(one->updated == other->updated);
    assert_int_equal(one->memory.warning_done, other->memory.warning_done);
    assert_int_equal(one->memory.critical_done, other->memory.critical_done);
    assert_int_equal(one->memory.claimed, other->memory.claimed);
    assert_int_equal(one->memory.accepted, other->memory.accepted);
    assert_true(one->memory.lease_end == other->memory.lease_end);
    assert_int_equal(one->share, other->share);
    assert_int_equal(one->attempt, other->attempt);
    assert_string_equal(one->operation, other->operation);
    assert_string_equal(one->owner, other->owner);
}
