/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* A 64-bit FNV-1a hash, byte by byte: quick and no secret
 * (Fowler, Noll and Vo, http://www.isthe.com/chongo/tech/comp/fnv/). */
#ifndef AOAI_CORE_HASH_H
#define AOAI_CORE_HASH_H

#include <stdint.h>

/* The hash of no bytes, to begin with. */
#define AOAI_HASH_START UINT64_C(0xcbf29ce484222325)

/* The hash of what HASH is the hash of, followed by BYTE. */
static inline uint64_t aoai_hash_byte(uint64_t hash, unsigned char byte)
{
    return (hash ^ byte) * UINT64_C(0x100000001b3);
}

#endif
