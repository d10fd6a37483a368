#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/cli/commands.h"
#include "app/pubchem/pubchem_client.h"

namespace molloquy::cli {

/// How PubChem is spoken to.
struct PubChemOptions {
  CommonOptions common;
  std::string base;       ///< address of PubChem or a mirror; empty = PubChem's own.
  std::string cacheFile;  ///< empty = the window's.
  bool offline = false;   ///< only what was seen before.
  bool ledger = false;    ///< tell what was sent.
};
void addPubChemOptions(CLI::App& command, PubChemOptions& options);

template <class T>
using PubChemAnswer = tl::expected<T, pubchem::NetworkFailure>;

/// PubChem for one command: an event loop that runs while something is asked, Ctrl+C, and the
/// ledger on standard error at the end. At most one at a time.
class PubChemDesk {
 public:
  explicit PubChemDesk(const PubChemOptions& options);
  ~PubChemDesk();
  PubChemDesk(const PubChemDesk&) = delete;
  PubChemDesk& operator=(const PubChemDesk&) = delete;

  /// What a call answers; Cancelled after Ctrl+C.
  template <class T>
  PubChemAnswer<T> ask(
      const std::function<quint64(pubchem::PubChemClient&, pubchem::Answer<T>)>& begin) {
    std::optional<PubChemAnswer<T>> answer;
    const quint64 number = begin(client(), [&](const PubChemAnswer<T>& given) {
      answer = given;
      leaveLoop();
    });
    runLoop(number);
    if (!answer) return tl::unexpected(interrupted());
    return *std::move(answer);
  }

  /// Candidates of what was typed; kind  empty = guessed.
  PubChemAnswer<std::vector<pubchem::CompoundSummary>> find(const pubchem::Lookup& lookup);
  /// The one compound that was meant. BadRequest, with the candidates, when there are several.
  PubChemAnswer<qint64> theOne(const std::string& query);
  PubChemAnswer<pubchem::Compound> open(qint64 cid);

  [[nodiscard]] std::stop_token stop() const;

 private:
  [[nodiscard]] pubchem::PubChemClient& client();
  void runLoop(quint64 number);
  void leaveLoop();
  static pubchem::NetworkFailure interrupted();

  struct Private;
  std::unique_ptr<Private> m_private;
};

/// The sentence on standard error (and in JSON), and what the program returns: Ok after Ctrl+C,
/// BadInput where the question was at fault, Environment where the network was.
ExitCode failPubChem(Output& output, const pubchem::NetworkFailure& failure);
Error errorOf(const pubchem::NetworkFailure& failure);

}  // namespace molloquy::cli
