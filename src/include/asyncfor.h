/**
 * @file asyncfor.h
 * Python's `async for` in C: all that a program includes.
 *
 * The pieces, in the order in which they build on each other: status.h (errors are values),
 * value.h (what is yielded and awaited), object.h (types and the protocol's slots), container.h
 * (list, tuple, set, dict), scope.h (await, yield, return, sleep), type.h (the types of
 * declarations), for.h (async_for), define.h (generators, functions, classes), record.h (structs
 * that are plain objects to JavaScript), javascript.h (values of JavaScript as they are), run.h
 * (the event loop).
 *
 * A file in C++ may include it for its plain functions: see cplusplus.h.
 */
#ifndef ASYNCFOR_H
#define ASYNCFOR_H

#include <asyncfor/status.h>

#include <asyncfor/value.h>

#include <asyncfor/object.h>

#include <asyncfor/container.h>

#include <asyncfor/scope.h>

#include <asyncfor/future.h>

#include <asyncfor/drive.h>

#include <asyncfor/for.h>

#include <asyncfor/define.h>

#include <asyncfor/record.h>

#include <asyncfor/generator.h>

#include <asyncfor/javascript.h>

#include <asyncfor/sync.h>

#include <asyncfor/comprehension.h>

#include <asyncfor/with.h>

#include <asyncfor/synchronization.h>

#include <asyncfor/run.h>

#include <asyncfor/debug.h>

#ifdef __cplusplus
#include <asyncfor/cplusplus.h>
#endif

#endif
