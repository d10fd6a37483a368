#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QStringList>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "app/settings/settings.h"
#include "app/workers/network_desk.h"

namespace molloquy::app {

/// From a name to an entry of PubChem: suggestions, candidates, entries and their annotations, and
/// what was sent for them. Nothing is sent but by a call of one of its methods. Outlives the desk.
class PubChemController : public QObject {
  Q_OBJECT

 public:
  PubChemController(Settings& settings, NetworkDesk& desk, QObject* parent = nullptr);

  /// Names that begin like `text`; only where the person allowed it. A newer wish replaces it.
  void suggest(const QString& text);
  /// One compound is opened, several are told to choose from.
  void lookUp(const pubchem::Lookup& lookup);
  void open(const std::vector<qint64>& cids);
  /// The entry as the server has it now, whatever was kept of it.
  void openAnew(qint64 cid);
  void loadConformers(qint64 cid);
  void loadHeadings(qint64 cid);
  void loadSection(qint64 cid, const QString& heading);
  /// Ends look-ups and openings.
  void cancel();

  void setMode(widgets::NetworkMode mode);
  void setBase(const QUrl& base);
  void setCacheLimit(qint64 bytes);
  void clearCache();
  void askCacheSize();
  [[nodiscard]] bool isBusy() const { return m_pending > 0; }
  [[nodiscard]] QUrl base() const;
  [[nodiscard]] int requestsSent() const { return m_sent; }
  [[nodiscard]] const std::deque<pubchem::LedgerEntry>& ledger() const { return m_ledger; }
  void clearLedger();

 Q_SIGNALS:
  void suggested(const QString& text, const QStringList& names);
  void suggestingFailed(const QString& text, const QString& sentence);
  /// `sent` requests since the look-up began.
  void found(const molloquy::pubchem::Lookup& lookup,
             const std::vector<molloquy::pubchem::CompoundSummary>& compounds, int sent);
  void compoundReady(const std::shared_ptr<const molloquy::pubchem::Compound>& compound);
  void conformersReady(qint64 cid,
                       const std::shared_ptr<const molloquy::chem::StructureFile>& file);
  void headingsReady(qint64 cid, const QStringList& headings);
  void sectionReady(qint64 cid, const QString& heading,
                    const std::vector<molloquy::pubchem::AnnotationSection>& sections);
  void sectionFailed(qint64 cid, const QString& heading, const QString& sentence);
  void failed(const molloquy::pubchem::NetworkFailure& failure);
  /// What is being asked, for the status bar; empty when nothing is.
  void busyChanged(const QString& doing);
  /// The whole list is another one.
  void ledgerReset();
  void ledgerChanged(const molloquy::pubchem::LedgerEntry& entry);
  void waitingUntil(const QDateTime& until);
  void cacheSizeChanged(qint64 used);

 private:
  /// The number of a call on the network thread, 0 before it began.
  using Call = std::shared_ptr<quint64>;
  template <class T>
  Call call(std::function<quint64(pubchem::PubChemClient&, pubchem::Answer<T>)> begin,
            std::function<void(const tl::expected<T, pubchem::NetworkFailure>&)> done);
  void end(const Call& call);
  void openOne(
      qint64 cid,
      std::function<quint64(pubchem::PubChemClient&, pubchem::Answer<pubchem::Compound>)> begun);
  void begin(const QString& doing);
  void finishOne();
  void take(const pubchem::LedgerEntry& entry);

  Settings& m_settings;
  NetworkDesk& m_desk;
  Call m_suggesting;
  std::vector<Call> m_running;
  int m_pending = 0;
  int m_sent = 0;
  int m_sentBefore = 0;  ///< when the look-up began.
  std::deque<pubchem::LedgerEntry> m_ledger;
};

}  // namespace molloquy::app
