#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/metrics/measured_rows.h"
#include "model/metrics/property_file.h"

namespace molloquy::metrics {

/// How numbers are taken from answers.
enum class NumberReading {
  Paper,   ///< as in 3D-MoLM's published table: firstFraction.
  Correct  ///< what the text says: statedNumber.
};

struct MeasuredProperties {
  MeasuredRows rows;
  std::vector<std::size_t> answers;  ///< the answer that each row is of; texts are not measured.
  std::vector<std::string> remarks;
};

/// The unit of a task's error; empty for pure numbers and unknown tasks.
std::string_view unitOfTask(std::string_view task);

/// Measures numbers. Figures of each of 3D-MoLM's eight tasks that occurs, in the order of its
/// table: "mae" over the accepted answers, in the task's unit, and "valid_ratio", accepted answers
/// of all.
///
/// An answer is accepted when it states a number within the task's bounds: HOMO, LUMO and the gap
/// in (-20, 20), LogP in (-30, 50), polar surface area in [0, 2000), Complexity in [0, 10000),
/// Molecular Weight in (0, 4000), SCF Energy below 0. In Paper the SCF Energy's mantissa alone is
/// read, its bounds are (-5, 0), and the error is the mantissas' (the paper's column in 10^4 eV),
/// so that answers wrong by powers of ten pass. Numbers are read from targets in the same way.
/// The quality of a row is the error with a minus; minus infinity where it is not accepted.
/// Source: 3D-MoLM, read_generalist_results.py. Bounds in Correct are the same where not said.
/// Errors: InvalidInput (no answer to one of the tasks).
Result<MeasuredProperties> measureProperties(std::span<const PropertyAnswer> answers,
                                             NumberReading reading);

}  // namespace molloquy::metrics
