#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "model/library/neighbours/neighbours.h"

namespace molloquy::library {
namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Rows between two looks at the stop token.
constexpr Eigen::Index kTogether = 4096;

tl::unexpected<Error> stopped() { return fail(ErrorCode::InvalidInput, "The map was stopped."); }

/// [width, width], of rows that have the mean taken away.
Eigen::MatrixXd covarianceOf(const Rows& centred, const std::stop_token& stop) {
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(centred.cols(), centred.cols());
  for (Eigen::Index begin = 0; begin < centred.rows() && !stop.stop_requested();
       begin += kTogether) {
    const auto some =
        centred.middleRows(begin, std::min(kTogether, centred.rows() - begin)).cast<double>();
    sum += some.transpose() * some;
  }
  return sum / static_cast<double>(centred.rows());
}

/// A direction has no sign of its own; its largest part is made positive, so that the same library
/// always gives the same map.
Eigen::VectorXf signedAxis(const Eigen::VectorXd& axis) {
  Eigen::Index largest = 0;
  axis.cwiseAbs().maxCoeff(&largest);
  return (axis[largest] < 0 ? Eigen::VectorXd(-axis) : axis).cast<float>();
}

}  // namespace

Result<EmbeddingMap> embeddingMap(MoleculeLibrary& library, const std::string& stamp,
                                  std::size_t molecules, std::stop_token stop) {
  EmbeddingMap map;
  auto vectors = library.pooledVectors(stamp, molecules, map.ids);
  if (!vectors) return tl::unexpected(vectors.error());
  if (map.ids.size() < 3) {
    return fail(ErrorCode::NotFound,
                fmt::format("A map needs three molecules with embeddings of this model; the "
                            "library has {}. Embed the library first.",
                            map.ids.size()));
  }
  if (stop.stop_requested()) return stopped();
  const auto count = static_cast<Eigen::Index>(map.ids.size());
  const auto width = static_cast<Eigen::Index>(vectors->size()) / count;
  if (width < 2) return fail(ErrorCode::Corrupt, "The library's embeddings have no width.");
  Eigen::Map<Rows> rows(vectors->data(), count, width);
  const Eigen::RowVectorXf mean = rows.colwise().mean();
  rows.rowwise() -= mean;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solved(covarianceOf(rows, stop));
  if (stop.stop_requested()) return stopped();
  if (solved.info() != Eigen::Success) {
    return fail(ErrorCode::Internal, "The directions of the map could not be computed.");
  }
  // Eigenvalues come in ascending order.
  const Eigen::VectorXd spread = solved.eigenvalues().cwiseMax(0.0);
  const double all = spread.sum();
  map.explained = all > 0 ? (spread[width - 1] + spread[width - 2]) / all : 0.0;
  Rows axes(2, width);
  axes.row(0) = signedAxis(solved.eigenvectors().col(width - 1)).transpose();
  axes.row(1) = signedAxis(solved.eigenvectors().col(width - 2)).transpose();
  const Rows places = rows * axes.transpose();
  map.places.resize(map.ids.size());
  for (Eigen::Index i = 0; i < count; ++i) {
    map.places[static_cast<std::size_t>(i)] = {places(i, 0), places(i, 1)};
  }
  map.mean.assign(mean.data(), mean.data() + width);
  map.axes.assign(axes.data(), axes.data() + axes.size());
  map.method = fmt::format(
      "Principal components of the model's vectors; the two directions show {:.0f} % of the "
      "variance.",
      100 * map.explained);
  return map;
}

std::array<float, 2> placeOnMap(const EmbeddingMap& map, std::span<const float> pooled) {
  std::array<float, 2> place{0, 0};
  const std::size_t width = map.mean.size();
  if (pooled.size() != width || map.axes.size() != 2 * width) return place;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    for (std::size_t i = 0; i < width; ++i) {
      place[axis] += (pooled[i] - map.mean[i]) * map.axes[axis * width + i];
    }
  }
  return place;
}

}  // namespace molloquy::library
