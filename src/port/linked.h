/**
 * @file linked.h
 * What a part of the runtime brings along: it is linked with what JavaScript needs for it.
 */
#ifndef ASYNCFOR_PORT_LINKED_H
#define ASYNCFOR_PORT_LINKED_H

/**
 * Has a file of the bridge linked wherever the file is that says so.
 * @param symbol a constant that the other file defines.
 */
#ifdef __wasm__
#define ASYNC__LINK_WITH(symbol) \
    extern const char symbol;    \
    static const char *const linked_with_##symbol __attribute__((used)) = &symbol;
#else
#define ASYNC__LINK_WITH(symbol)
#endif

#endif
