/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* Entities, compared. */
#ifndef AOAI_TESTS_ENTITY_RIG_H
#define AOAI_TESTS_ENTITY_RIG_H

#include "state/entity.h"

/* Fails the test unless ONE and OTHER have the same properties; versions are
 * not looked at. */
void entity_rig_same(const struct aoai_entity *one,
                     const struct aoai_entity *other);

#endif
