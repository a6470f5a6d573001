/**
 * @file error.h
 * Errors, and who owns a raised one.
 */
#ifndef ASYNCFOR_ERROR_H
#define ASYNCFOR_ERROR_H

#include <asyncfor/scope.h>

struct async_error {
    async_object object; /* The static ones are never counted down to nothing. */
    const async_error_type *type;
    async_error *cause;
    async_error *context;
    async_object *thrown; /* What JavaScript threw, or NULL. Owned. */
    async_value carried;  /* Of a GeneratorExit: the value given to return(). Owned. */
    const char **trail;   /* Names of coroutines, innermost first. Owned. */
    uint32_t trail_length;
    async_error *next_dead; /* While a chain of errors is being freed. */
    char *message;          /* Part of the same block, or constant. */
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

/** Adds the name of a coroutine that the error leaves. @param name borrowed for ever. */
void async__error_leaves(async_error *error, const char *name);

/** Drops all errors of a list. */
void async__raised_clear(async__raised **list);

/** An error that JavaScript threw. @param thrown taken. */
async_status async__raise_thrown(async_object *thrown) ASYNC_MUST_CHECK;

/** True for an error object. @param object borrowed; NULL is none. */
bool async__is_error(const async_object *object);

/** Another reference to an error that stays. NULL is allowed. @return new. */
async_error *async__error_retain(async_error *error);

/** An error without a message, which is not raised. @return new; without memory a MemoryError. */
async_error *async__error_of(const async_error_type *type);

/** GeneratorExit that carries a value. @param carried taken. @return new, or NULL: no memory. */
async_error *async__generator_exit(async_value carried);

/**
 * What a coroutine's error is to whoever awaits it: StopIteration becomes a RuntimeError
 * (PEP 479). @param error taken. @return new.
 */
async_error *async__error_from_coroutine(async_error *error);

/** The same for an asynchronous generator, and StopAsyncIteration (PEP 525). */
async_error *async__error_from_generator(async_error *error);

/** The same for a plain generator, and StopIteration alone. */
async_error *async__error_from_plain_generator(async_error *error);

/** The status of what a call could not give: the error that was raised here last. */
async_status async__raised_last(void) ASYNC_MUST_CHECK;

/** The status of MemoryError, for which no memory is needed. */
async_status async__no_memory(void);
extern async_error async__out_of_memory;

/** Whether that was the last error to be raised: of this one nobody keeps a record. */
extern bool async__lacked_memory;

#endif
