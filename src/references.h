/**
 * @file references.h
 * What data of declared types refers to: strings, bytes, items of arrays; objects.
 */
#ifndef ASYNCFOR_REFERENCES_H
#define ASYNCFOR_REFERENCES_H

#include <asyncfor/type.h>

/** The bytes that copies of the memory take which the fields of a struct refer to. */
size_t async__fields_size(const async__field *fields, uint32_t count, const void *data);

/** Puts copies in its place, at `to`. @return what lies behind them. */
char *async__fields_copy(const async__field *fields, uint32_t count, void *data, char *to);

/** Takes another reference to each object of the fields. */
void async__fields_retain(const async__field *fields, uint32_t count, const void *data);

/** Gives up the references of the fields to objects. */
void async__fields_release(const async__field *fields, uint32_t count, const void *data);

#endif
