# What a project includes to build modules and programs with the runtime:
#
#   asyncfor_add_module(name SOURCES file.c …)    name.wasm, name.mjs and name.d.mts
#   asyncfor_add_program(name SOURCES file.c …)   name.wasm with a main()
#
# under emcmake. Without it, programs are native ones and modules cannot be built.

if(NOT TARGET asyncfor)
  add_subdirectory("${CMAKE_CURRENT_LIST_DIR}" "${CMAKE_BINARY_DIR}/asyncfor")
endif()

# The flags of the final link. Asyncify runs on the linked file, whose names tell which function is
# which (bindings/compile/finish.js): without -sASYNCIFY, whose JavaScript glue is not used, and
# without inlining before it, because what calls Asyncify's imports must stay out of the functions
# that are instrumented.
set(ASYNCFOR_LINK_OPTIONS
    -O1
    --profiling-funcs
    -mbulk-memory
    -sSTANDALONE_WASM=1
    -sALLOW_MEMORY_GROWTH=1
    -sINITIAL_MEMORY=1048576
    -sMAXIMUM_MEMORY=4294967296
    -sASSERTIONS=0
    -sERROR_ON_UNDEFINED_SYMBOLS=0
    -sWARN_ON_UNDEFINED_SYMBOLS=0)

# Emscripten called it TOTAL_STACK until 3.1.25.
if(EMSCRIPTEN_VERSION VERSION_LESS 3.1.25)
  list(APPEND ASYNCFOR_LINK_OPTIONS -sTOTAL_STACK=65536)
else()
  list(APPEND ASYNCFOR_LINK_OPTIONS -sSTACK_SIZE=65536)
endif()

# The functions below are known everywhere, and this variable where it is set: they find it here.
set_property(GLOBAL PROPERTY ASYNCFOR_LINK_OPTIONS "${ASYNCFOR_LINK_OPTIONS}")

# That of an emsdk lies beside it, another one on the path.
if(EMSCRIPTEN)
  find_program(ASYNCFOR_WASM_OPT wasm-opt HINTS "${EMSCRIPTEN_ROOT_PATH}/../bin" REQUIRED)
endif()

# What follows the link.
function(asyncfor__finish name)
  set(compile "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../bindings/compile")
  add_custom_command(
    TARGET ${name} POST_BUILD
    COMMAND node "${compile}/finish.js" $<TARGET_FILE:${name}> --wasm-opt "${ASYNCFOR_WASM_OPT}"
            ${ARGN}
    COMMENT "Finishing ${name}" VERBATIM)
  file(GLOB scripts CONFIGURE_DEPENDS "${compile}/*.js")
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${scripts}
                                                           "${compile}/../arguments.js")
endfunction()

function(asyncfor__add_executable name)
  cmake_parse_arguments(ARG "" "OUTPUT_DIRECTORY" "SOURCES;LIBRARIES;OPTIONS" ${ARGN})
  if(NOT ARG_OUTPUT_DIRECTORY)
    set(ARG_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LIBRARIES} asyncfor)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${ARG_OUTPUT_DIRECTORY}")
  target_link_options(${name} PRIVATE ${ARG_OPTIONS})
  if(EMSCRIPTEN)
    get_property(link_options GLOBAL PROPERTY ASYNCFOR_LINK_OPTIONS)
    target_link_options(${name} PRIVATE ${link_options})
    set_target_properties(${name} PROPERTIES SUFFIX ".wasm")
  endif()
endfunction()

function(asyncfor_add_program name)
  if(NOT EMSCRIPTEN)
    asyncfor__add_executable(${name} ${ARGN})
    return()
  endif()
  asyncfor__add_executable(${name} LIBRARIES asyncfor_program ${ARGN})
  asyncfor__finish(${name} --program)
endfunction()

function(asyncfor_add_module name)
  if(NOT EMSCRIPTEN)
    message(FATAL_ERROR "asyncfor_add_module(${name}): a module is for JavaScript and needs "
                        "Emscripten: configure by 'emcmake cmake …'")
  endif()
  asyncfor__add_executable(${name} OPTIONS --no-entry -sIMPORTED_MEMORY=1 ${ARGN})
  get_target_property(directory ${name} RUNTIME_OUTPUT_DIRECTORY)
  file(RELATIVE_PATH bindings "${directory}" "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../bindings")
  asyncfor__finish(${name} --bindings ${bindings})
endfunction()
