/**
 * @file generator.h
 * Asynchronous generators (PEP 525) and the requests that drive them.
 *
 * A generator serves one request at a time. The C face refuses a request that comes while another
 * is under way, as Python does; the JavaScript face queues it, as ECMA-262 does.
 */
#ifndef ASYNCFOR_GENERATOR_H
#define ASYNCFOR_GENERATOR_H

#include "coroutine.h"

/** What a request does at the yield where the body is suspended. */
typedef enum async__request_kind {
    ASYNC__REQUEST_NEXT,  /* Goes on, with the value that is sent. */
    ASYNC__REQUEST_THROW, /* Raises an error there. Python's athrow, ECMA-262's throw. */
    ASYNC__REQUEST_CLOSE  /* Raises GeneratorExit there. aclose, return. */
} async__request_kind;

/** A request. */
typedef struct async__request {
    async__request_kind kind;
    async_error *error; /* Of THROW; of CLOSE: the GeneratorExit, NULL for want of memory. Owned. */
    async_value value;  /* Of NEXT: what the yield receives. Owned. */
    bool past_close;    /* A generator that was closed, and yielded again, takes it nevertheless. */
} async__request;

typedef struct async__queued async__queued;

/** An asynchronous generator. Its arguments follow it in the same block. */
typedef struct async__generator {
    async__frame frame;
    async_error *exit;    /* The GeneratorExit that has been raised in the body. Owned. */
    async__queued *queue; /* Requests of the JavaScript face that wait: see bridge/requests.h. */
    async__queued *queue_end;
    bool held;        /* The first of these is being prepared: it and the others wait. */
    bool unasked;     /* A signal's abort came to something that JavaScript may keep. */
    async_value sent; /* By the request under way, unless the body has taken it. Owned. */
    bool closed;      /* Closed, or ended in a way that counts as that (CPython's ag_closed). */
    bool touched;     /* A request has been made. */
    bool finalized;   /* The finalizer has been told. */
    async__link live; /* Among those touched, or dropped, and not ended. */
} async__generator;

extern const async_type async__generator_type;

/** A generator, as async__creation has it. */
async__created async__generator_create(const async_definition *definition, size_t text_size);

/**
 * Begins a request: the body runs until it yields, awaits or ends. The generator must not be busy.
 * @param request taken.
 * @param task the coroutine on whose behalf it is made; NULL: the generator's own.
 * @return OK; RecursionError or MemoryError when the body could not be entered: nothing changed.
 */
async_status async__generator_begin(async__generator *generator, async__request request,
                                    async__frame *task) ASYNC_MUST_CHECK;

/** True while a request is under way. */
static inline bool async__generator_busy(const async__generator *generator)
{
    return generator->frame.head.state == ASYNC__RUNNING ||
           generator->frame.head.state == ASYNC__AWAITING;
}

/** True if an error can be thrown in: it neither runs nor has ended or been closed. */
static inline bool async__generator_open(const async__generator *generator)
{
    return !async__generator_busy(generator) && !generator->closed &&
           generator->frame.head.state != ASYNC__ENDED;
}

/**
 * Takes the outcome of the request under way, which the body no longer keeps waiting.
 * @param item where the yielded value goes, new; with STOP, the returned one.
 * @return OK for an item, STOP for the end, or the error, raised in the running coroutine.
 */
async_status async__generator_outcome(async__generator *generator, async_value *item);

/** The generator that an object is; NULL: it is none. @param object borrowed; NULL is none. */
async__generator *async__generator_of(async_object *object);

/**
 * What the first request does before anything else: the hook that is called then (PEP 525).
 * @return OK, or the error of the hook.
 */
async_status async__generator_touch(async__generator *generator) ASYNC_MUST_CHECK;

/** What the request under way has sent, if the body has not taken it yet. @return new, or none. */
static inline async_value async__generator_take_sent(async__generator *generator)
{
    async_value sent = generator->sent;
    generator->sent = async_none();
    return sent;
}

/**
 * A request of the C face, served to its end.
 * @param request taken. @param item where the item goes, new; of CLOSE: none.
 * @return OK; STOP at the end; the error; RuntimeError while another is under way.
 */
async_status async__generator_request(async_coroutine *here, async__generator *generator,
                                      async__request request, async_value *item) ASYNC_MUST_CHECK;

/** Tells of an error that nobody can be given. @param status raised here; handled by this. */
void async__generator_report(async__generator *generator, async_status status);

/** What the body finds at the yield where it is suspended. @param request taken. */
void async__generator_inject(async__generator *generator, async__request request);

/** The request of aclose(). */
async__request async__generator_closing(void);

/** The RuntimeError of a body that yields although it is being closed. */
async_status async__generator_ignored_exit(void) ASYNC_MUST_CHECK;

/** Ends a generator to which nobody refers: at once, or by turns of the loop (PEP 525). */
void async__generator_drop(async_object *object);

#endif
