/**
 * @file scenario.h
 * The scenario that runs: its objects, in the order in which they came to be.
 */
#ifndef SCENARIO_H
#define SCENARIO_H

#include "json.h"

#include <stdlib.h>

enum { LABEL_SIZE = 64 };

/** A generator, and what has been seen of it by the calls on it. */
typedef struct instance {
    struct instance *next;
    char label[LABEL_SIZE];
    const cJSON *body;
    async_object *generator;
    bool called;
    bool spent; /* A call has raised, has closed it or has met its end. */
} instance;

/** An instance of a class based iterator. */
typedef struct class_iterator {
    struct class_iterator *next;
    char label[LABEL_SIZE];
    const char *name; /* Of its class. */
    const cJSON *class_;
    const cJSON *step; /* The next one; NULL: none is left. */
    async_object *object;
} class_iterator;

/** What a global name is bound to. */
typedef struct binding {
    struct binding *next;
    const char *name;
    instance *instance;
} binding;

/** A request that was made to be awaited later. */
typedef struct request {
    struct request *next;
    const cJSON *key;
    async_object *object;
} request;

typedef struct task {
    struct task *next;
    const cJSON *body; /* It has the task's name. */
    async_object *object;
    const struct task *waits_for;
} task;

/** What the runtime's statistics must have grown by. */
typedef struct figures {
    uint64_t started;
    uint64_t suspends;
} figures;

typedef struct scenario_state {
    const cJSON *json;
    unsigned labels;
    instance *instances;
    class_iterator *iterators;
    binding *bindings;
    request *requests;
    task *tasks;
    figures expected;
    bool over;              /* Nothing that happens now counts. */
    bool abandoned;         /* Nor does anything go on: */
    char why_abandoned[96]; /* ... it means nothing, or runs away. */
} scenario_state;

extern scenario_state scenario;

/** Begins a scenario. @param json borrowed until its end. */
void scenario_begin(const cJSON *json);

/** Lets go of all that a scenario has created: nothing that happens from now on counts. */
void scenario_release(void);

/** Ends a scenario, of which nothing runs any more. */
void scenario_end(void);

/** Gives a scenario up; only the first reason counts. */
void abandon(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Raises what ends each body of a scenario that was given up, or is over. */
async_status check_abandoned(void) ASYNC_MUST_CHECK;

/** Adds a new object, all zeros, at the end of a list. */
#define scenario_add(list)                         \
    __extension__({                                \
        __typeof__(list) *end = &(list);           \
        while (*end)                               \
            end = &(*end)->next;                   \
        *end = must_have(calloc(1, sizeof **end)); \
    })

/** The next label for an object of this name. */
void scenario_label(char *label, const char *name);

/** What a name is bound to, or NULL. */
instance *scenario_find(const char *name);

/** Ends the process where memory has run out. */
void *must_have(void *memory);

#endif
