/**
 * @file trace.h
 * The trace of the scenario that runs, kept as JSON.
 */
#ifndef TRACE_H
#define TRACE_H

#include <asyncfor.h>

/** Begins a trace in the place of the one before. */
void trace_begin(void);

/** The trace so far. @return borrowed, until the next event. */
const char *trace_text(void);

/** Gives back the memory of the trace. */
void trace_end(void);

/**
 * Adds an event: `event(who, "got", async_value_of(label), value);`. Of an error three parts are
 * written: its type, its message and the type of its cause, or null. A container is an array.
 * @param ... values, borrowed.
 */
#define event(who, kind, ...)                                                       \
    event_of(who, kind, sizeof(EVENT_PARTS(__VA_ARGS__)) / sizeof(async_value) - 1, \
             EVENT_PARTS(__VA_ARGS__))
#define EVENT_PARTS(...) ((const async_value[]){__VA_ARGS__ __VA_OPT__(, ) async_none()})
void event_of(const char *who, const char *kind, size_t count, const async_value *parts);

#endif
