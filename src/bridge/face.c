/*
 * The JavaScript face: the exports that the bindings call.
 *
 * An iterator is a generator that the bindings hold a reference to. Its requests come one call
 * at a time; an outcome goes back as the result of the very call wherever that is possible, and
 * through async__js_settled() where it comes later.
 */
#include "arguments.h"
#include "exports.h"
#include "handle.h"
#include "memory.h"
#include "outcome.h"
#include "parts.h"
#include "requests.h"
#include "resume.h"
#include "value.h"

#include <asyncfor/run.h>

/* What ASYNC_MODULE refers to, so that a module is linked with these exports. */
const char async__face = 0;

/* The arguments of the next creation, with the defaults filled in. */
static void *arguments_slot;

void *EXPORT(arguments)(const async_definition *definition)
{
    void *slot = async__grow(arguments_slot, 0, definition->arguments_size + 1);
    if (slot) {
        arguments_slot = slot;
        memcpy(slot, definition->defaults, definition->arguments_size);
    }
    return slot;
}

/* Gives up what lies in the slot: nothing is created. */
void EXPORT(abandon)(const async_definition *definition)
{
    if (arguments_slot)
        async__arguments_release(definition, arguments_slot);
    async__free(arguments_slot);
    arguments_slot = NULL;
}

/* An object argument: a handle, taken. */
async_object *EXPORT(object)(uint32_t index)
{
    return async__handle_create(&async__javascript_type, index);
}

static async_owned iterated(const async_definition *definition, async_object *created)
{
    async_object *driver = definition->creation->iterate(definition, created);
    return (async_owned){driver, driver ? ASYNC_OK : async__no_memory()};
}

/*
 * Creates what a definition defines from the arguments in the slot, whose references it takes.
 * NULL: the slot of outcomes says why.
 */
async__frame *EXPORT(create)(const async_definition *definition, uint32_t observer)
{
    async_owned created = async__new(definition, arguments_slot);
    async__free(arguments_slot);
    arguments_slot = NULL;
    if (created.object && definition->creation->iterate)
        created = iterated(definition, created.object);
    if (!created.object) {
        async__outgoing_error(created.status);
        return NULL;
    }
    async__frame *frame = (async__frame *)(void *)created.object;
    frame->observer = observer;
    frame->on_outcome = async__requests_on_outcome;
    return frame;
}

uint32_t EXPORT(next)(async__generator *generator)
{
    if (__builtin_expect(async__generator_resumable(generator), 1)) {
        if (async__generator_resume(generator, &generator->frame))
            return async__outgoing_number_or_item(&generator->frame.head.value);
        return generator->frame.head.state == ASYNC__AWAITING ? ASYNC__OUTCOME_PENDING
                                                              : async__requests_outcome(generator);
    }
    return async__requests_make(generator, (async__request){.kind = ASYNC__REQUEST_NEXT});
}

/* next() with a value, which the first one discards (ECMA-262's AsyncGeneratorStart). */
uint32_t EXPORT(send)(async__generator *generator, async_kind kind, double number, uint32_t size)
{
    async_value value;
    async_status status = async__incoming(kind, number, size, &value);
    if (async_failed(status))
        return async__requests_refuse(status);
    if (generator->frame.head.state == ASYNC__CREATED) {
        async_value_release(value);
        value = async_none();
    }
    return async__requests_make(generator,
                                (async__request){.kind = ASYNC__REQUEST_NEXT, .value = value});
}

/* throw() with the thrown value's handle. */
uint32_t EXPORT(throw)(async__generator *generator, uint32_t index)
{
    async_status thrown = async__raise_thrown_handle(index);
    return async__requests_make(generator, (async__request){.kind = ASYNC__REQUEST_THROW,
                                                            .error = async_error_take(thrown)});
}

/* return() with a value. */
uint32_t EXPORT(return )(async__generator *generator, async_kind kind, double number, uint32_t size)
{
    async_value value;
    async_status status = async__incoming(kind, number, size, &value);
    if (async_failed(status))
        return async__requests_refuse(status);
    return async__requests_make(generator, (async__request){.kind = ASYNC__REQUEST_CLOSE,
                                                            .error = async__generator_exit(value)});
}

/* Goes on with the requests that came while an outcome was being handed back. */
void EXPORT(go_on)(async__generator *generator)
{
    async__requests_go_on(generator);
}

/* What an object is to be in JavaScript, until the next call. */
const async__parts *EXPORT(parts)(const async_object *object)
{
    return async__parts_put(async__parts_of(object));
}

/* Gives up the bindings' reference to an iterator or a call. */
void EXPORT(release)(async__frame *frame)
{
    frame->on_outcome = NULL;
    async_release(&frame->head.object);
}

/* What a promise brings. @return the error of a rejection, raised. */
static async_status take_settlement(async__settlement settlement, async_value *value)
{
    if (settlement == ASYNC__SETTLED_VALUE)
        return ASYNC_OK;
    if (settlement == ASYNC__SETTLED_STOP)
        return ASYNC_STOP;
    async_object *thrown = value->object;
    *value = async__value_of_bool(settlement == ASYNC__SETTLED_UNUSABLE);
    if (settlement == ASYNC__SETTLED_ERROR)
        *value = async_none();
    return async__raise_thrown(thrown);
}

static void bring(async__frame *frame, async_status status, async_value value)
{
    frame->head.value = value;
    frame->head.status = ASYNC_OK;
    if (async_stopped(status))
        frame->head.status = status;
    else if (async_failed(status))
        async__frame_inject(frame, async_error_take(status));
}

/* What most promises bring: nothing, or a number.
 * @return false: it is something else, or nobody awaits it. */
static inline bool bring_number(async__frame *frame, async__settlement settlement, async_kind kind,
                                double number)
{
    bool fits = kind == ASYNC_DOUBLE || kind == ASYNC_NONE;
    if (!fits || settlement != ASYNC__SETTLED_VALUE || frame->head.state != ASYNC__AWAITING)
        return false;
    frame->head.value = (async_value){.header = ASYNC__HEADER(kind, 0), .number = number};
    frame->head.status = ASYNC_OK;
    return true;
}

/* @return false: nobody awaits it, and what has been held back for it goes on. */
static bool bring_any(async__frame *frame, async__settlement settlement, async_kind kind,
                      double number, uint32_t size)
{
    async_value value;
    async_status status = async__incoming(kind, number, size, &value);
    if (!async_failed(status))
        status = take_settlement(settlement, &value);
    if (frame->head.state == ASYNC__AWAITING) {
        bring(frame, status, value);
        return true;
    }
    async__requests_release_held((async__generator *)frame, status, value);
    return false;
}

/* True if the outcome may be returned to the bindings at once. */
static bool answers_itself(const async__frame *frame)
{
    return frame->on_outcome == async__requests_on_outcome && !frame->awaiter &&
           !((const async__generator *)frame)->queue;
}

/* As async__frame_step(), where nothing has been cancelled.
 * @return the outcome and whom it concerns, in one; 0: there is none yet, or it has been told. */
static uint32_t go_on(async__frame *frame)
{
    async__generator *generator = (async__generator *)frame;
    frame->task->innermost = NULL;
    frame->suspension = ASYNC__SUSPENSION_NONE;
    async__frame_resume_inline(frame);
    if (frame->head.state == ASYNC__AWAITING)
        return 0;
    if (!answers_itself(frame)) {
        async__frame_hand_over(frame);
        return 0;
    }
    bool plain = frame->head.state == ASYNC__YIELDED && generator->sent.kind == ASYNC_NONE;
    async__outcome outcome = plain ? async__outgoing_number_or_item(&frame->head.value)
                                   : async__requests_outcome(generator);
    return frame->observer << ASYNC__OUTCOME_BITS | outcome;
}

/* A promise that a coroutine waits for has settled. The error of a rejection comes as an object.
 * @return as go_on(). */
uint32_t EXPORT(settle)(async__frame *frame, async__settlement settlement, async_kind kind,
                        double number, uint32_t size)
{
    bool brought = bring_number(frame, settlement, kind, number) ||
                   bring_any(frame, settlement, kind, number, size);
    if (!brought)
        return 0;
    if (__builtin_expect(!frame->task->must_cancel, 1))
        return go_on(frame);
    async__frame_step(&frame->wakeup.callback);
    return 0;
}

/* How a body takes a cancellation. */
enum { NOT_CANCELLED, CANCELLED, RUNNING, IDLE };

/* The task that waits for a generator is not cancelled itself. */
static uint32_t cancel_awaiting(async__frame *frame)
{
    async__frame *task = frame->task;
    if (!task->innermost)
        return RUNNING;
    if (!async__frame_cancel(task))
        return NOT_CANCELLED;
    if (task != frame)
        task->cancelling--;
    return CANCELLED;
}

/* Raises CancelledError where a body waits. Between requests it does not: see
 * raise_cancelled. */
uint32_t EXPORT(cancel)(async__frame *frame)
{
    async__generator *generator = async__generator_of(&frame->head.object);
    if (generator && generator->held) {
        if (async__requests_asking(generator))
            return RUNNING;
        if (async__requests_cancel_held(generator))
            return CANCELLED;
    }
    if (frame->head.state == ASYNC__RUNNING)
        return RUNNING;
    if (frame->head.state == ASYNC__AWAITING)
        return cancel_awaiting(frame);
    return generator && frame->head.state != ASYNC__ENDED ? IDLE : NOT_CANCELLED;
}

/* Raises CancelledError where a generator stands between two requests. */
uint32_t EXPORT(raise_cancelled)(async__generator *generator)
{
    return async__requests_raise_cancelled(generator);
}

/* Memory for a string or bytes that JavaScript passes, taken by the call that it is passed to. */
char *EXPORT(buffer)(uint32_t size)
{
    return async__buffer_create(size);
}

void EXPORT(discard)(char *buffer)
{
    async_value_release((async_value){.kind = ASYNC_BYTES, .owned = true, .data = buffer});
}

/* The name of the coroutine that runs, for the report of a trap. */
const char *EXPORT(running)(void)
{
    return async__current ? async__frame_of(async__current)->name : NULL;
}

const async_definition *const *EXPORT(module)(void)
{
    return async__module;
}

async_value *EXPORT(outgoing)(void)
{
    return &async__outgoing;
}

const async_statistics *EXPORT(stats)(void)
{
    static async_statistics figures;
    async__outgoing_clear();
    figures = async_stats();
    return &figures;
}
