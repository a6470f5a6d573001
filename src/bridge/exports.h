/**
 * @file exports.h
 * How the functions are defined that the bindings call.
 */
#ifndef ASYNCFOR_BRIDGE_EXPORTS_H
#define ASYNCFOR_BRIDGE_EXPORTS_H

/** The declarator of an export. @param name which JavaScript finds behind `asyncfor_`. */
#define EXPORT(name) __attribute__((used, export_name("asyncfor_" #name))) export_##name

#endif
