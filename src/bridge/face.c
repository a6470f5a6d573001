/*
 * The JavaScript face: the exports that the bindings call.
 *
 * An iterator is a generator that the bindings hold a reference to. Its requests come one call
 * at a time; an outcome goes back as the result of the very call wherever that is possible, and
 * through async__js_settled() where it comes later.
 */
#include "arguments.h"
#include "function.h"
#include "handle.h"
#include "memory.h"
#include "outcome.h"
#include "parts.h"
#include "resume.h"
#include "value.h"

#include <asyncfor/container.h>
#include <asyncfor/run.h>

#define EXPORT(name) __attribute__((used, export_name("asyncfor_" #name))) export_##name

/* What ASYNC_MODULE refers to, so that a module is linked with these exports. */
const char async__face = 0;

/* Whose outcome the export that is being called hands back itself, and whether it has come. */
static async__frame *collecting;
static async__outcome collected;

/* Hands the argument over to whoever takes it: the loop must be the only one that holds it. */
static async_owned take_object(async_iterable const *argument)
{
    async_owned taken = {*argument, ASYNC_OK};
    *(async_iterable *)(uintptr_t)argument = NULL;
    return taken;
}

/* Makes an iterator of any object: what an instance of a class looks like to JavaScript. */
ASYNC_GENERATOR(iterate, async_value, (async_iterable, object))
{
    async_for (async_value, item, take_object(&args->object)) {
        async_value_retain(item);
        async_try(async_yield(item));
    }
    return ASYNC_OK;
}

static async__outcome take_iterator_outcome(async__generator *generator)
{
    async_value item;
    async_status status = async__generator_outcome(generator, &item);
    if (__builtin_expect(!async_failed(status), 1))
        return async__outgoing_item(item);
    if (async_stopped(status))
        return async__outgoing_done(item);
    async_value_release(item);
    return async__outgoing_error(status);
}

static async__outcome take_function_outcome(async__frame *frame)
{
    async_value result;
    async_status status = async__function_outcome(frame, &result);
    return async_failed(status) ? async__outgoing_error(status) : async__outgoing_done(result);
}

static void hand_over(async__frame *frame, async__outcome outcome)
{
    if (frame == collecting) {
        collecting = NULL;
        collected = outcome;
    } else {
        async__js_settled(frame->observer, outcome);
    }
}

/* An error of the request and not of the body, which stays as it is. */
static async__outcome refused(async_status why)
{
    async__outgoing_error(why);
    return ASYNC__OUTCOME_REFUSED;
}

static void begin_queued(async__generator *generator)
{
    async__request request;
    while (!async__generator_busy(generator) && async__generator_dequeue(generator, &request)) {
        async_status begun = async__generator_begin(generator, request, NULL);
        if (async_failed(begun))
            async__js_settled(generator->frame.observer, refused(begun));
        else if (generator->frame.head.state != ASYNC__AWAITING)
            async__js_settled(generator->frame.observer, take_iterator_outcome(generator));
    }
}

/*
 * Behind an outcome that a call hands back, the call's maker asks for the queued ones itself.
 * Whoever is told of an outcome may let go of the generator there and then.
 */
static void iterator_outcome(async__frame *frame)
{
    async__generator *generator = (async__generator *)frame;
    bool handed_back = frame == collecting;
    async_retain(&frame->head.object);
    hand_over(frame, take_iterator_outcome(generator));
    if (!handed_back)
        begin_queued(generator);
    async_release(&frame->head.object);
}

static void function_outcome(async__frame *frame)
{
    hand_over(frame, take_function_outcome(frame));
}

/* What to tell of a body that waits. */
static async__outcome pending(const async__frame *frame)
{
    return async__waiting && async__waiting->task == frame ? ASYNC__OUTCOME_AWAIT
                                                           : ASYNC__OUTCOME_PENDING;
}

static async_owned iterator_of(const async_definition *definition, async_owned created)
{
    if (!created.object || definition->kind != ASYNC__CLASS)
        return created;
    async_owned driver = async_new(iterate, .object = created.object);
    if (driver.object) {
        async__frame *frame = (async__frame *)(void *)driver.object;
        frame->name = definition->name;
        if (*definition->stack_size)
            frame->stack_size = *definition->stack_size;
    }
    return driver;
}

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

/*
 * Creates what a definition defines from the arguments in the slot, whose references it takes.
 * NULL: the slot of outcomes says why.
 */
async__frame *EXPORT(create)(const async_definition *definition, uint32_t observer)
{
    async_owned created = async__new(definition, arguments_slot);
    async__free(arguments_slot);
    arguments_slot = NULL;
    created = iterator_of(definition, created);
    if (!created.object) {
        async__outgoing_error(created.status);
        return NULL;
    }
    async__frame *frame = (async__frame *)(void *)created.object;
    frame->observer = observer;
    frame->on_outcome = definition->kind == ASYNC__FUNCTION ? function_outcome : iterator_outcome;
    return frame;
}

/* What a request that has begun came to. */
static async__outcome answer(async__generator *generator)
{
    if (generator->frame.head.state == ASYNC__AWAITING)
        return pending(&generator->frame);
    return take_iterator_outcome(generator);
}

static async__outcome request(async__generator *generator, async__request made)
{
    if (__builtin_expect(async__generator_busy(generator) || generator->queue, 0)) {
        async_status queued = async__generator_enqueue(generator, made);
        return async_failed(queued) ? refused(queued) : ASYNC__OUTCOME_QUEUED;
    }
    async__waiting = NULL;
    async_status begun = async__generator_begin(generator, made, NULL);
    if (async_failed(begun))
        return refused(begun);
    return answer(generator);
}

uint32_t EXPORT(next)(async__generator *generator)
{
    if (__builtin_expect(async__generator_resumable(generator), 1)) {
        async__waiting = NULL;
        if (async__generator_resume(generator, &generator->frame))
            return async__outgoing_item(generator->frame.head.value);
        return answer(generator);
    }
    return request(generator, (async__request){.kind = ASYNC__REQUEST_NEXT});
}

/* next() with a value, which the first one discards (ECMA-262's AsyncGeneratorStart). */
uint32_t EXPORT(send)(async__generator *generator, async_kind kind, double number, uint32_t size)
{
    async_value value;
    async_status status = async__incoming(kind, number, size, &value);
    if (async_failed(status))
        return refused(status);
    if (generator->frame.head.state == ASYNC__CREATED) {
        async_value_release(value);
        value = async_none();
    }
    return request(generator, (async__request){ASYNC__REQUEST_NEXT, NULL, value});
}

/* throw() with the thrown value's handle. */
uint32_t EXPORT(throw)(async__generator *generator, uint32_t index)
{
    async_status thrown = async__raise_thrown_handle(index);
    return request(generator,
                   (async__request){ASYNC__REQUEST_THROW, async_error_take(thrown), async_none()});
}

/* return() with a value. */
uint32_t EXPORT(return )(async__generator *generator, async_kind kind, double number, uint32_t size)
{
    async_value value;
    async_status status = async__incoming(kind, number, size, &value);
    if (async_failed(status))
        return refused(status);
    return request(generator, (async__request){ASYNC__REQUEST_CLOSE, async__generator_exit(value),
                                               async_none()});
}

/* Goes on with the requests that came while an outcome was being handed back. */
void EXPORT(go_on)(async__generator *generator)
{
    async_retain(&generator->frame.head.object);
    begin_queued(generator);
    async_release(&generator->frame.head.object);
}

/* Starts a function's body. */
uint32_t EXPORT(start)(async__frame *frame)
{
    async__waiting = NULL;
    async_status prepared = async__frame_prepare(frame);
    if (async_failed(prepared))
        return async__outgoing_error(prepared);
    async__frame_resume(frame);
    return frame->head.state == ASYNC__AWAITING ? pending(frame) : take_function_outcome(frame);
}

/* What an object is to be in JavaScript, until the next call. */
const async__parts *EXPORT(parts)(const async_object *object)
{
    return async__parts_of(object);
}

/* The bindings hold a plain iterator from now on. */
void EXPORT(hold)(async_object *iterator)
{
    async_retain(iterator);
}

/* The next item of a plain iterator. */
uint32_t EXPORT(step)(async_object *iterator)
{
    async_value item;
    async_status status = async_next(iterator, &item);
    if (!async_failed(status))
        return async__outgoing_item(item);
    if (!async_stopped(status) && !async_error_is(status, async_StopIteration))
        return async__outgoing_error(status);
    async_error_clear(status);
    return async__outgoing_done(async_none());
}

/* Gives a plain iterator up, and what brought it here: nothing else of the bridge holds it. */
void EXPORT(drop)(async_object *iterator)
{
    async__outgoing_clear();
    async_release(iterator);
}

/* Gives up the bindings' reference to an iterator or a call. */
void EXPORT(release)(async__frame *frame)
{
    frame->on_outcome = NULL;
    async_release(&frame->head.object);
}

static void bring(async__frame *frame, async__settlement settlement, async_value value)
{
    frame->head.status = ASYNC_OK;
    frame->head.value = async_none();
    if (settlement == ASYNC__SETTLED_VALUE) {
        frame->head.value = value;
    } else if (settlement == ASYNC__SETTLED_STOP) {
        frame->head.status = ASYNC_STOP;
    } else {
        async_status thrown = async__raise_thrown(value.object);
        async__frame_inject(frame, async_error_take(thrown));
        if (settlement == ASYNC__SETTLED_UNUSABLE)
            frame->head.value = async__value_of_bool(true);
    }
}

/* Whoever held the ticket has been cancelled meanwhile. */
static uint32_t come_too_late(async__ticket *ticket, async_value value)
{
    async__free(ticket);
    async_value_release(value);
    return ASYNC__OUTCOME_PENDING;
}

/*
 * A promise that a coroutine waits for has settled. The error of a rejection comes as an object.
 * `collector`, if given, is the iterator or call whose outcome this call hands back.
 */
uint32_t EXPORT(settle)(async__ticket *ticket, async__frame *collector,
                        async__settlement settlement, async_kind kind, double number, uint32_t size)
{
    async_value value;
    async_status status = async__incoming(kind, number, size, &value);
    async__frame *frame = ticket->frame;
    if (!frame)
        return come_too_late(ticket, value);
    if (async_failed(status))
        async__frame_inject(frame, async_error_take(status));
    else
        bring(frame, settlement, value);
    async__waiting = NULL;
    collecting = collector;
    async__frame_step(&frame->wakeup.callback);
    if (!collector)
        return ASYNC__OUTCOME_PENDING;
    bool came = !collecting;
    collecting = NULL;
    return came ? collected : pending(collector);
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
