# RDKit without its own CMake config (Debian ships none).
# Defines RDKit_FOUND, RDKit_VERSION and the imported target RDKit::RDKit.
# The version comes from the library's real file name: RDGeneral/versions.h is unexpanded in Debian.
find_path(RDKit_INCLUDE_DIR GraphMol/GraphMol.h PATH_SUFFIXES rdkit)

set(_rdkit_parts
  GraphMol SmilesParse FileParsers SubstructMatch DistGeomHelpers ForceFieldHelpers ForceField
  Depictor MolDraw2D Descriptors PartialCharges CIPLabeler MolTransforms Fingerprints
  ChemTransforms MolAlign O3AAlign ShapeHelpers FMCS RDGeneral RDGeometryLib DataStructs)
set(_rdkit_libraries "")
set(_rdkit_missing "")
foreach(_part IN LISTS _rdkit_parts)
  find_library(RDKit_${_part}_LIBRARY RDKit${_part})
  mark_as_advanced(RDKit_${_part}_LIBRARY)
  if(RDKit_${_part}_LIBRARY)
    list(APPEND _rdkit_libraries ${RDKit_${_part}_LIBRARY})
  else()
    list(APPEND _rdkit_missing ${_part})
  endif()
endforeach()

if(RDKit_RDGeneral_LIBRARY)
  get_filename_component(_rdkit_real ${RDKit_RDGeneral_LIBRARY} REALPATH)
  if(_rdkit_real MATCHES "\\.1\\.(20[0-9][0-9]\\.[0-9]+(\\.[0-9]+)?)")
    set(RDKit_VERSION ${CMAKE_MATCH_1})
  endif()
endif()
find_package(Boost CONFIG QUIET)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(RDKit
  REQUIRED_VARS RDKit_INCLUDE_DIR RDKit_RDGeneral_LIBRARY Boost_FOUND
  VERSION_VAR RDKit_VERSION)

if(RDKit_FOUND AND NOT TARGET RDKit::RDKit)
  if(_rdkit_missing)
    message(FATAL_ERROR "RDKit was found without these parts: ${_rdkit_missing}")
  endif()
  # Global, so that tests outside model/ can link it.
  add_library(RDKit::RDKit INTERFACE IMPORTED GLOBAL)
  set_target_properties(Boost::headers PROPERTIES IMPORTED_GLOBAL TRUE)
  target_include_directories(RDKit::RDKit SYSTEM INTERFACE ${RDKit_INCLUDE_DIR})
  target_compile_definitions(RDKit::RDKit INTERFACE BOOST_BIND_GLOBAL_PLACEHOLDERS)
  target_link_libraries(RDKit::RDKit INTERFACE ${_rdkit_libraries} Boost::headers)
endif()
mark_as_advanced(RDKit_INCLUDE_DIR)
