#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

namespace molloquy::chem {

/// Eigenvalues, falling, of a small symmetric matrix and their unit vectors (vectors[k] belongs to
/// values[k]).
template <std::size_t N>
struct SymmetricEigen {
  std::array<double, N> values{};
  std::array<std::array<double, N>, N> vectors{};
};

/// Source: Jacobi's cyclic rotations (Golub and Van Loan, Matrix Computations, section 8.5).
template <std::size_t N>
SymmetricEigen<N> symmetricEigen(std::array<std::array<double, N>, N> a) {
  std::array<std::array<double, N>, N> v{};
  for (std::size_t i = 0; i < N; ++i) v[i][i] = 1;
  constexpr int kSweeps = 60;
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    double off = 0;
    double all = 0;
    for (std::size_t i = 0; i < N; ++i) {
      for (std::size_t j = 0; j < N; ++j) {
        all += a[i][j] * a[i][j];
        if (i != j) off += a[i][j] * a[i][j];
      }
    }
    if (off <= 1e-30 * all) break;
    for (std::size_t p = 0; p + 1 < N; ++p) {
      for (std::size_t q = p + 1; q < N; ++q) {
        if (a[p][q] == 0) continue;
        const double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const double t =
            (theta >= 0 ? 1.0 : -1.0) / (std::abs(theta) + std::sqrt(theta * theta + 1));
        const double c = 1 / std::sqrt(t * t + 1);
        const double s = t * c;
        for (std::size_t k = 0; k < N; ++k) {
          const double kp = a[k][p];
          const double kq = a[k][q];
          a[k][p] = c * kp - s * kq;
          a[k][q] = s * kp + c * kq;
        }
        for (std::size_t k = 0; k < N; ++k) {
          const double pk = a[p][k];
          const double qk = a[q][k];
          a[p][k] = c * pk - s * qk;
          a[q][k] = s * pk + c * qk;
          const double vp = v[k][p];
          const double vq = v[k][q];
          v[k][p] = c * vp - s * vq;
          v[k][q] = s * vp + c * vq;
        }
      }
    }
  }
  std::array<std::size_t, N> order{};
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return a[i][i] > a[j][j]; });
  SymmetricEigen<N> result;
  for (std::size_t k = 0; k < N; ++k) {
    result.values[k] = a[order[k]][order[k]];
    for (std::size_t i = 0; i < N; ++i) result.vectors[k][i] = v[i][order[k]];
  }
  return result;
}

}  // namespace molloquy::chem
