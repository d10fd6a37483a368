# Several processes that train together, through c10d. AUTO: where libtorch brings c10d's headers and
# Gloo's are there (Debian: libgloo-dev); builds of pytorch.org carry Gloo inside libtorch.
set(MOLLOQUY_WITH_C10D AUTO CACHE STRING "Training in several processes: AUTO, ON or OFF")
set_property(CACHE MOLLOQUY_WITH_C10D PROPERTY STRINGS AUTO ON OFF)
find_path(MOLLOQUY_C10D_INCLUDE torch/csrc/distributed/c10d/ProcessGroupGloo.hpp
  HINTS ${TORCH_INCLUDE_DIRS})
find_path(MOLLOQUY_GLOO_INCLUDE gloo/rendezvous/store.h HINTS ${TORCH_INCLUDE_DIRS})
find_library(MOLLOQUY_GLOO_LIBRARY gloo)
mark_as_advanced(MOLLOQUY_C10D_INCLUDE MOLLOQUY_GLOO_INCLUDE MOLLOQUY_GLOO_LIBRARY)

set(MOLLOQUY_C10D_FOUND OFF)
if(NOT MOLLOQUY_WITH_C10D STREQUAL OFF)
  if(MOLLOQUY_C10D_INCLUDE AND MOLLOQUY_GLOO_INCLUDE)
    set(MOLLOQUY_C10D_FOUND ON)
  elseif(MOLLOQUY_WITH_C10D STREQUAL ON)
    message(FATAL_ERROR "MOLLOQUY_WITH_C10D is ON, but c10d's or Gloo's headers are missing (Debian: libgloo-dev)")
  endif()
endif()
set(MOLLOQUY_C10D_FOUND ${MOLLOQUY_C10D_FOUND} CACHE INTERNAL "Training in several processes")

add_library(molloquy_process_group STATIC ../train/meeting_point.cpp)
target_link_libraries(molloquy_process_group
  PUBLIC molloquy_base molloquy_config molloquy_checkpoints ${TORCH_LIBRARIES}
  PRIVATE molloquy_options fmt::fmt)
if(MOLLOQUY_C10D_FOUND)
  target_sources(molloquy_process_group PRIVATE ../train/process_group.cpp ../train/presence.cpp)
  target_compile_definitions(molloquy_process_group PRIVATE USE_DISTRIBUTED USE_C10D_GLOO)
  target_include_directories(molloquy_process_group SYSTEM PRIVATE ${MOLLOQUY_GLOO_INCLUDE})
  if(MOLLOQUY_GLOO_LIBRARY)
    target_link_libraries(molloquy_process_group PRIVATE ${MOLLOQUY_GLOO_LIBRARY})
  endif()
  find_path(MOLLOQUY_NCCL_INCLUDE nccl.h
    HINTS ${TORCH_INCLUDE_DIRS} ${CUDA_TOOLKIT_ROOT_DIR}/include)
  mark_as_advanced(MOLLOQUY_NCCL_INCLUDE)
  if(TARGET torch_cuda AND MOLLOQUY_NCCL_INCLUDE)
    target_compile_definitions(molloquy_process_group PRIVATE USE_C10D_NCCL)
  endif()
else()
  target_sources(molloquy_process_group PRIVATE ../train/process_group_absent.cpp)
endif()
message(STATUS "c10d (training in several processes): ${MOLLOQUY_C10D_FOUND}")
