#include "app/bindings/pubchem_bindings.h"

#include <QAction>
#include <QDesktopServices>
#include <QLocale>
#include <utility>

#include "app/bindings/pubchem_views.h"
#include "app/controllers/library_records.h"
#include "widgets/depiction/structure_ink.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/status_bar.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/library/record_list.h"
#include "widgets/search/compound_chooser.h"
#include "widgets/search/network_ledger_window.h"
#include "widgets/search/pubchem_page.h"
#include "widgets/search/search_popup.h"

namespace molloquy::app {
namespace {

const QString kChoice = QStringLiteral("choice/");

}  // namespace

PubChemBindings::PubChemBindings(const BoundParts& parts) : m_parts(parts) {
  bindSearch();
  bindCommands();
  bindEntries();
  bindPage();
  bindNetwork();
}

PubChemBindings::~PubChemBindings() = default;

widgets::SearchPopup& PubChemBindings::popup() const { return m_parts.window.records().search(); }

void PubChemBindings::bindSearch() {
  widgets::SearchPopup& list = popup();
  list.setConsent(m_parts.settings.suggestions());
  list.setMode(m_parts.settings.networkMode());
  list.setGuess([](const QString& text) { return searchKind(pubchem::guessedKind(text)); });
  connect(&list, &widgets::SearchPopup::namesWanted, this, [this](const QString& text) {
    popup().setBusy(widgets::SearchPopup::Asking::Yes);
    m_parts.pubChem.suggest(text);
  });
  connect(&list, &widgets::SearchPopup::consentGiven, this,
          [this](widgets::SuggestionConsent consent) {
            m_parts.settings.setSuggestions(consent);
            popup().setConsent(consent);
          });
  connect(&m_parts.pubChem, &PubChemController::suggested, this,
          [this](const QString& text, const QStringList& names) {
            popup().setBusy(widgets::SearchPopup::Asking::No);
            popup().setPubChem(text, names);
          });
  connect(&m_parts.pubChem, &PubChemController::suggestingFailed, this,
          [this](const QString& text, const QString& sentence) {
            popup().setBusy(widgets::SearchPopup::Asking::No);
            popup().setPubChemFailure(text, sentence);
          });
  connect(&list, &widgets::SearchPopup::lookupRequested, this,
          [this](widgets::SearchKind kind, const QString& text) {
            if (text.isEmpty()) {
              lookUpOpen(lookupKind(kind));
            } else {
              lookUp(lookupKind(kind), text);
            }
          });
  connect(&list, &widgets::SearchPopup::networkRequested, this, &PubChemBindings::showLedger);
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this, [this] {
    popup().setOpenStructure(m_parts.document.isEmpty() ? QString()
                                                        : m_parts.document.snapshot().title);
  });
}

void PubChemBindings::bindCommands() {
  const PubChemActions& actions = m_parts.window.actions().pubChem;
  connect(actions.lookUp, &QAction::triggered, this,
          [this] { lookUpOpen(pubchem::LookupKind::Smiles); });
  connect(actions.similar, &QAction::triggered, this,
          [this] { lookUpOpen(pubchem::LookupKind::Similar); });
  connect(actions.containing, &QAction::triggered, this,
          [this] { lookUpOpen(pubchem::LookupKind::Substructure); });
  connect(actions.network, &QAction::triggered, this, &PubChemBindings::showLedger);
  const auto enable = [this] {
    const PubChemActions& commands = m_parts.window.actions().pubChem;
    const bool open = !m_parts.document.isEmpty() && !m_parts.document.snapshot().smiles.isEmpty();
    for (QAction* action : {commands.lookUp, commands.similar, commands.containing}) {
      action->setEnabled(open);
    }
  };
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this, enable);
  enable();
}

void PubChemBindings::lookUp(pubchem::LookupKind kind, const QString& text) {
  pubchem::Lookup lookup;
  lookup.kind = kind;
  lookup.text = text;
  m_lookup = lookup;
  m_parts.pubChem.lookUp(lookup);
}

void PubChemBindings::lookUpOpen(pubchem::LookupKind kind) {
  if (!m_parts.document.isEmpty()) lookUp(kind, m_parts.document.snapshot().smiles);
}

void PubChemBindings::bindEntries() {
  connect(&m_parts.pubChem, &PubChemController::found, this, &PubChemBindings::choose);
  connect(&m_parts.pubChem, &PubChemController::compoundReady, this, &PubChemBindings::take);
  connect(&m_parts.pubChem, &PubChemController::failed, this, &PubChemBindings::tellFailure);
  connect(&m_parts.pubChem, &PubChemController::busyChanged, this, [this](const QString& doing) {
    widgets::StatusBar& status = m_parts.window.status();
    doing.isEmpty() ? status.endJob() : status.showJob(doing, std::nullopt, true);
  });
  connect(&m_parts.window.status(), &widgets::StatusBar::cancelRequested, &m_parts.pubChem,
          &PubChemController::cancel);
  connect(&m_parts.inspector, &InspectorController::thumbnailChanged, this,
          [this](const QString& key, const QImage& image) {
            if (m_chooser && key.startsWith(kChoice)) {
              m_chooser->setThumbnail(key.mid(kChoice.size()).toLongLong(), image);
            }
          });
  connect(&m_parts.inspector, &InspectorController::thumbnailFailed, this,
          [this](const QString& key) {
            if (m_chooser && key.startsWith(kChoice)) {
              m_chooser->setThumbnail(key.mid(kChoice.size()).toLongLong(), {});
            }
          });
}

void PubChemBindings::choose(const pubchem::Lookup& lookup,
                             const std::vector<pubchem::CompoundSummary>& compounds, int sent) {
  if (m_chooser) m_chooser->close();
  m_chooser = new widgets::CompoundChooser(&m_parts.window);
  m_chooser->setAttribute(Qt::WA_DeleteOnClose);
  const bool ofOpen = lookup.kind == pubchem::LookupKind::Similar ||
                      lookup.kind == pubchem::LookupKind::Substructure;
  m_chooser->setQuestion(searchKind(lookup.kind),
                         ofOpen ? m_parts.document.snapshot().title : lookup.text);
  m_choiceSmiles.clear();
  std::vector<widgets::CompoundChoice> choices;
  for (const pubchem::CompoundSummary& compound : compounds) {
    choices.push_back(choiceOf(compound));
    m_choiceSmiles.insert(kChoice + QString::number(compound.cid), compound.smiles.toStdString());
  }
  m_chooser->setChoices(std::move(choices));
  m_chooser->setRequests(sent);
  connect(m_chooser, &widgets::CompoundChooser::openRequested, this,
          [this](const std::vector<qint64>& cids) {
            if (m_chooser) m_chooser->close();
            m_shownFirst = false;
            m_parts.pubChem.open(cids);
          });
  connect(m_chooser, &widgets::CompoundChooser::thumbnailNeeded, this,
          [this](qint64 cid, QSize size, qreal ratio) {
            const QString key = kChoice + QString::number(cid);
            InspectorController::Drawn drawn;
            drawn.smiles = m_choiceSmiles.value(key);
            m_parts.inspector.requestThumbnail(
                key, drawn, widgets::structureInk(m_parts.window.palette()), size, ratio);
          });
  connect(m_chooser, &widgets::CompoundChooser::retryRequested, this, [this] {
    if (m_chooser) m_chooser->close();
    m_parts.pubChem.lookUp(m_lookup);
  });
  connect(m_chooser, &widgets::CompoundChooser::ledgerRequested, this,
          &PubChemBindings::showLedger);
  m_chooser->open();
}

void PubChemBindings::take(const std::shared_ptr<const pubchem::Compound>& compound) {
  m_compounds.insert(compound->summary.cid, compound);
  const auto file = fileOf(*compound);
  m_parts.records.addToSession(file, {{compound->summary.formula, compound->summary.weight}});
  m_parts.window.records().setSource(widgets::RecordList::Source::Session);
  // Of several that come, the first one is put on the bench; a single one always is.
  if (m_shownFirst && m_parts.pubChem.isBusy()) return;
  m_shownFirst = true;
  m_parts.structures.open(file, 0);
}

void PubChemBindings::tellFailure(const pubchem::NetworkFailure& failure) {
  m_parts.window.tellFailure(failure.sentence);
}

std::shared_ptr<const pubchem::Compound> PubChemBindings::shown() const {
  if (m_parts.document.isEmpty() || !m_parts.document.file()) return nullptr;
  return m_compounds.value(cidOf(*m_parts.document.file(), m_parts.document.recordIndex()));
}

void PubChemBindings::bindPage() {
  m_page = new widgets::PubChemPage;
  m_parts.window.lowerPanel().setPubChemPage(m_page);
  widgets::PubChemPage& page = *m_page;
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this,
          [this](MoleculeChange change) {
            showPage();
            const auto compound = shown();
            if (change == MoleculeChange::Edited || !compound) return;
            QStringList notes = compound->missing;
            if (!compound->from3dRecord) {
              notes.prepend(tr("PubChem has no 3D record of %1; its shape was made here.")
                                .arg(compound->summary.title));
            }
            if (notes.isEmpty()) return;
            m_parts.window.banner().showMessage(widgets::Banner::Kind::Notice, notes.join(u' '));
          });
  connect(&m_parts.inspector, &InspectorController::factsChanged, this, &PubChemBindings::showPage);
  connect(&m_parts.window.lowerPanel(), &widgets::LowerPanel::currentTabChanged, this,
          [this](widgets::LowerPanel::Tab tab) {
            const auto compound = shown();
            if (tab == widgets::LowerPanel::Tab::PubChem && compound) {
              m_parts.pubChem.loadHeadings(compound->summary.cid);
            }
          });
  connect(&page, &widgets::PubChemPage::sectionRequested, &m_parts.pubChem,
          &PubChemController::loadSection);
  connect(&page, &widgets::PubChemPage::conformersRequested, this, [this](qint64 cid) {
    m_page->setConformersBusy(widgets::PubChemPage::Fetching::Yes);
    m_parts.pubChem.loadConformers(cid);
  });
  connect(&page, &widgets::PubChemPage::refreshRequested, &m_parts.pubChem,
          &PubChemController::openAnew);
  connect(&page, &widgets::PubChemPage::linkActivated, this,
          [](const QUrl& url) { QDesktopServices::openUrl(url); });
  connect(&m_parts.pubChem, &PubChemController::headingsReady, &page,
          &widgets::PubChemPage::setHeadings);
  connect(&m_parts.pubChem, &PubChemController::sectionReady, this,
          [&page](qint64 cid, const QString& heading,
                  const std::vector<pubchem::AnnotationSection>& sections) {
            page.setSection(cid, heading, sectionsOf(sections));
          });
  connect(&m_parts.pubChem, &PubChemController::sectionFailed, &page,
          &widgets::PubChemPage::setSectionFailed);
  connect(&m_parts.pubChem, &PubChemController::conformersReady, this,
          [this](qint64 cid, const std::shared_ptr<const chem::StructureFile>& file) {
            takeConformers(cid, *file);
          });
}

void PubChemBindings::showPage() {
  const auto compound = shown();
  m_page->setRecord(compound ? std::optional(viewOf(*compound, m_parts.inspector.facts()))
                             : std::nullopt);
  m_parts.window.lowerPanel().setPubChem(compound ? widgets::LowerPanel::Presence::Shown
                                                  : widgets::LowerPanel::Presence::Hidden);
}

void PubChemBindings::takeConformers(qint64 cid, const chem::StructureFile& file) {
  m_page->setConformersBusy(widgets::PubChemPage::Fetching::No);
  const auto compound = shown();
  if (!compound || compound->summary.cid != cid) return;
  DocumentState state = m_parts.document.state();
  int taken = 0;
  for (const chem::StructureRecord& record : file.records) {
    for (chem::Conformer& conformer : chem::conformersOf(record)) {
      if (!sameAtoms(*record.molecule, *state.molecule)) continue;
      state.conformers.push_back(std::make_shared<const chem::Conformer>(std::move(conformer)));
      ++taken;
    }
  }
  if (taken == 0) {
    m_parts.window.banner().showMessage(
        widgets::Banner::Kind::Notice,
        tr("PubChem's other conformers have other atoms than this structure; none was added."));
    return;
  }
  m_parts.document.change(std::move(state), taken == 1 ? tr("One conformer of PubChem")
                                                       : tr("%1 conformers of PubChem").arg(taken));
}

void PubChemBindings::bindNetwork() {
  connect(&m_parts.pubChem, &PubChemController::ledgerChanged, this,
          [this](const pubchem::LedgerEntry& entry) {
            m_parts.window.status().setNetworkRequests(m_parts.pubChem.requestsSent());
            if (m_ledger) m_ledger->putLine(lineOf(entry));
          });
  connect(&m_parts.pubChem, &PubChemController::ledgerReset, this, &PubChemBindings::fillLedger);
  connect(&m_parts.pubChem, &PubChemController::waitingUntil, this, [this](const QDateTime& until) {
    if (!until.isValid()) return;
    const qint64 seconds = std::max<qint64>(1, QDateTime::currentDateTime().secsTo(until));
    m_parts.window.status().showJob(tr("PubChem is busy; asking again in %1 s").arg(seconds),
                                    std::nullopt, true);
  });
  connect(&m_parts.window.status(), &widgets::StatusBar::partClicked, this,
          [this](widgets::StatusBar::Part part) {
            if (part == widgets::StatusBar::Part::Network) showLedger();
          });
  showNetwork();
}

void PubChemBindings::showNetwork() {
  const widgets::NetworkMode mode = m_parts.settings.networkMode();
  popup().setMode(mode);
  if (m_ledger) m_ledger->setMode(mode);
  m_parts.window.status().setNetworkMode(mode);
}

void PubChemBindings::fillLedger() {
  if (!m_ledger) return;
  std::vector<widgets::NetworkLine> lines;
  for (const pubchem::LedgerEntry& entry : m_parts.pubChem.ledger()) {
    lines.push_back(lineOf(entry));
  }
  m_ledger->setLines(std::move(lines));
}

void PubChemBindings::showLedger() {
  if (!m_ledger) {
    m_ledger = std::make_unique<widgets::NetworkLedgerWindow>();
    widgets::NetworkLedgerWindow& window = *m_ledger;
    fillLedger();
    connect(&window, &widgets::NetworkLedgerWindow::modeChosen, this,
            [this](widgets::NetworkMode mode) {
              m_parts.pubChem.setMode(mode);
              showNetwork();
            });
    connect(&window, &widgets::NetworkLedgerWindow::clearRequested, &m_parts.pubChem,
            &PubChemController::clearLedger);
    connect(&window, &widgets::NetworkLedgerWindow::cacheClearRequested, &m_parts.pubChem,
            &PubChemController::clearCache);
    connect(&window, &widgets::NetworkLedgerWindow::cacheLimitChosen, &m_parts.pubChem,
            &PubChemController::setCacheLimit);
    connect(&window, &widgets::NetworkLedgerWindow::baseChosen, this, [this](const QUrl& base) {
      m_parts.pubChem.setBase(base);
      m_ledger->setBase(m_parts.pubChem.base(), pubchem::TransportOptions().base);
    });
    connect(&window, &widgets::NetworkLedgerWindow::saveRequested, this,
            [this](const QString& name, const QByteArray& bytes) {
              Q_EMIT saveRequested(name, bytes);
            });
    connect(&m_parts.pubChem, &PubChemController::cacheSizeChanged, &window,
            [this](qint64 used) { m_ledger->setCache(used, m_parts.settings.cacheLimit()); });
    window.setBase(m_parts.pubChem.base(), pubchem::TransportOptions().base);
    window.setMode(m_parts.settings.networkMode());
  }
  m_parts.pubChem.askCacheSize();
  m_ledger->show();
  m_ledger->raise();
  m_ledger->activateWindow();
}

}  // namespace molloquy::app
