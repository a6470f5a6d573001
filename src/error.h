/**
 * @file error.h
 * Errors, and who owns a raised one.
 */
#ifndef ASYNCFOR_ERROR_H
#define ASYNCFOR_ERROR_H

#include <asyncfor/scope.h>

struct async_error {
    const async_error_type *type;
    uint32_t references; /* 0: not counted, lives for ever. */
    async_error *cause;
    async_object *thrown; /* What JavaScript threw, or NULL. Owned. */
    async_value carried;  /* Of a GeneratorExit: the value given to return(). Owned. */
    char *message;        /* Part of the same block, or constant. */
};

/* An error that a coroutine raised and that nobody has taken. */
typedef struct async__raised {
    struct async__raised *next;
    async_error *error;
} async__raised;

/** The coroutine that runs at this moment, and owns what is raised; NULL: none. */
extern async_coroutine *async__current;

/** A reference to the error of a failed status, taken out of the list that owns it. */
async_error *async__raised_take(async__raised **list, async_status status);

/** Drops all errors of a list. */
void async__raised_clear(async__raised **list);

/** An error that JavaScript threw. @param thrown taken. */
async_status async__raise_thrown(async_object *thrown) ASYNC_MUST_CHECK;

/** GeneratorExit that carries a value. @param carried taken. @return new, or NULL: no memory. */
async_error *async__generator_exit(async_value carried);

/** Another reference. NULL is allowed. */
async_error *async__error_retain(async_error *error);

/** The status of MemoryError, for which no memory is needed. */
async_status async__no_memory(void);

#endif
