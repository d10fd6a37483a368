#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QString>
#include <memory>

#include "app/bindings/bound_parts.h"

namespace molloquy::widgets {
class CompoundChooser;
class NetworkLedgerWindow;
class PubChemPage;
class SearchPopup;
}  // namespace molloquy::widgets

namespace molloquy::app {

/// PubChem in the window: names under the search field, the chooser, the entry on the bench with
/// its tab, and the list of what was sent.
class PubChemBindings : public QObject {
  Q_OBJECT

 public:
  explicit PubChemBindings(const BoundParts& parts);
  ~PubChemBindings() override;

 Q_SIGNALS:
  /// A file is to be saved under a name that the person chooses.
  void saveRequested(const QString& name, const QByteArray& bytes);

 private:
  void bindSearch();
  void bindCommands();
  void bindEntries();
  void bindPage();
  void bindNetwork();
  void lookUp(pubchem::LookupKind kind, const QString& text);
  void lookUpOpen(pubchem::LookupKind kind);
  void choose(const pubchem::Lookup& lookup, const std::vector<pubchem::CompoundSummary>& compounds,
              int sent);
  void take(const std::shared_ptr<const pubchem::Compound>& compound);
  void takeConformers(qint64 cid, const chem::StructureFile& file);
  void showPage();
  void showLedger();
  void fillLedger();
  void showNetwork();
  void tellFailure(const pubchem::NetworkFailure& failure);
  [[nodiscard]] widgets::SearchPopup& popup() const;
  /// The entry that is on the bench; null for everything else.
  [[nodiscard]] std::shared_ptr<const pubchem::Compound> shown() const;

  BoundParts m_parts;
  QPointer<widgets::CompoundChooser> m_chooser;
  widgets::PubChemPage* m_page = nullptr;  ///< of the lower panel.
  std::unique_ptr<widgets::NetworkLedgerWindow> m_ledger;
  QHash<qint64, std::shared_ptr<const pubchem::Compound>> m_compounds;
  QHash<QString, std::string> m_choiceSmiles;  ///< by thumbnail key.
  pubchem::Lookup m_lookup;                    ///< the last one, to be tried again.
  bool m_shownFirst = true;  ///< of several entries, the first was put on the bench.
};

}  // namespace molloquy::app
