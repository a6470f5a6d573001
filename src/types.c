/* The descriptors of the types that are not defined by a program, and of what is made of them. */
#include <asyncfor/type.h>

#define DESCRIBE(type, kind, refers_, references_)                                              \
    ASYNC__DESCRIPTOR(type, ASYNC__SORT_##type, .expects = (kind), .references = (references_)) \
    ASYNC__EACH_MADE(ASYNC__MADE_DESCRIPTOR, type)

ASYNC__BASIC_TYPES(DESCRIBE)
