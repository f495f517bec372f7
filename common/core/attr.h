/* SPDX-License-Identifier: MIT
 * Copyright (c) 2026 the aoai-tokens authors */
/* What the compiler is told about functions: gcc and clang only. */
#ifndef AOAI_CORE_ATTR_H
#define AOAI_CORE_ATTR_H

/* The result says whether it worked; ignoring it is a compiler warning. */
#define AOAI_MUST_USE __attribute__((warn_unused_result))

/* The parameter FORMAT is a printf format for the arguments from FIRST on. */
#define AOAI_PRINTF(FORMAT, FIRST)                                             \
    __attribute__((format(printf, FORMAT, FIRST)))

/* The variable is released by FUNCTION(&variable) when it leaves its scope. */
#define AOAI_CLEANUP(FUNCTION) __attribute__((cleanup(FUNCTION)))

#endif
