# What the build needs besides a compiler, and which version of it.

set(ASYNCFOR_OLDEST_CMAKE 3.21)
set(ASYNCFOR_OLDEST_EMSCRIPTEN 3.1.6)

# A field of package.json, by its path.
function(asyncfor__read_package variable)
  file(READ "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../package.json" package)
  string(JSON field GET "${package}" ${ARGN})
  set(${variable} "${field}" PARENT_SCOPE)
endfunction()

# What is wrong with Node.js, in a sentence, or nothing.
function(asyncfor__check_node variable)
  asyncfor__read_package(needed engines node)
  string(REGEX MATCH "[0-9.]+" oldest "${needed}")
  set(needs "asyncfor needs Node.js ${oldest} or newer")
  set(${variable} "" PARENT_SCOPE)
  find_program(ASYNCFOR_NODE node DOC "Node.js, which makes modules of what is linked")
  if(NOT ASYNCFOR_NODE)
    set(${variable} "${needs}: there is no node on the PATH" PARENT_SCOPE)
    return()
  endif()
  execute_process(COMMAND "${ASYNCFOR_NODE}" --version OUTPUT_VARIABLE version
                  OUTPUT_STRIP_TRAILING_WHITESPACE)
  string(REPLACE "v" "" version "${version}")
  if(version VERSION_LESS oldest)
    set(${variable} "${needs}: ${ASYNCFOR_NODE} is ${version}" PARENT_SCOPE)
  endif()
endfunction()

# What is wrong with Emscripten, in a sentence, or nothing.
function(asyncfor__check_emscripten variable)
  set(${variable} "" PARENT_SCOPE)
  if(EMSCRIPTEN_VERSION VERSION_LESS ASYNCFOR_OLDEST_EMSCRIPTEN)
    string(CONCAT wrong "asyncfor needs Emscripten ${ASYNCFOR_OLDEST_EMSCRIPTEN} or newer: this is "
                        "${EMSCRIPTEN_VERSION} ('npx asyncfor doctor' says how to get it)")
    set(${variable} "${wrong}" PARENT_SCOPE)
    return()
  endif()
  # That of an emsdk lies beside it, another one on the path.
  find_program(ASYNCFOR_WASM_OPT wasm-opt HINTS "${EMSCRIPTEN_ROOT_PATH}/../bin"
               DOC "Binaryen's optimizer, which belongs to Emscripten")
  if(NOT ASYNCFOR_WASM_OPT)
    string(CONCAT wrong "asyncfor needs Binaryen's wasm-opt: it is neither beside "
                        "${EMSCRIPTEN_ROOT_PATH} nor on the PATH")
    set(${variable} "${wrong}" PARENT_SCOPE)
  endif()
endfunction()

# What is missing or too old, in a sentence, or nothing.
function(asyncfor__check_requirements variable)
  set(wrong)
  if(CMAKE_VERSION VERSION_LESS ASYNCFOR_OLDEST_CMAKE)
    set(wrong "asyncfor needs CMake ${ASYNCFOR_OLDEST_CMAKE} or newer: this is ${CMAKE_VERSION}")
  elseif(EMSCRIPTEN)
    asyncfor__check_emscripten(wrong)
    if(NOT wrong)
      asyncfor__check_node(wrong)
    endif()
  endif()
  set(${variable} "${wrong}" PARENT_SCOPE)
endfunction()
