#include "app/bindings/library_bindings.h"

#include <QAction>
#include <QDesktopServices>
#include <QDialog>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QLocale>
#include <QMessageBox>
#include <QVBoxLayout>
#include <utility>

#include "app/bindings/library_views.h"
#include "app/controllers/library_records.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/status_bar.h"
#include "widgets/library/library_bar.h"
#include "widgets/library/library_search_form.h"
#include "widgets/library/record_details.h"
#include "widgets/library/record_list.h"
#include "widgets/search/search_popup.h"
#include "widgets/theme/fonts.h"

namespace molloquy::app {
namespace {

constexpr QSize kDetailsSize{480, 600};  ///< before the text scale.

widgets::SearchSuggestion suggestionOf(const library::LibraryRow& row) {
  const widgets::Record record = recordOf(row, kLibraryPrefix);
  widgets::SearchSuggestion hit;
  hit.kind = widgets::SearchSuggestion::Kind::LibraryRecord;
  hit.key = record.key;
  hit.title = record.title;
  hit.detail = record.formula + QStringLiteral(" · ") + QLocale().toString(record.mass, 'f', 2);
  return hit;
}

QString countWords(const library::LibraryInfo& info) {
  return LibraryBindings::tr("%1 molecules")
      .arg(QLocale().toString(static_cast<qulonglong>(info.molecules)));
}

}  // namespace

LibraryBindings::LibraryBindings(const BoundParts& parts) : m_parts(parts) {
  bindList();
  bindSearch();
  bindCommands();
  bindTransfers();
  updateEnabled();
}

LibraryBindings::~LibraryBindings() = default;

void LibraryBindings::bindList() {
  LibraryController& library = m_parts.library;
  connect(&library, &LibraryController::listed, this, [this](const LibraryListing& listing) {
    m_listed.clear();
    for (const library::LibraryRow& row : listing.rows) m_listed.push_back(row.id);
    m_parts.records.showLibrary(listing.rows);
    std::optional<qint64> total;
    if (listing.total && *listing.total > listing.rows.size()) {
      total = static_cast<qint64>(*listing.total);
    }
    m_parts.window.records().setLibraryTotal(total);
    bar().setSearching(widgets::LibraryBar::Searching::No);
    bar().form().setPartError({});
    if (!listing.note.isEmpty()) tell(listing.note);
  });
  connect(&library, &LibraryController::searchFailed, this, [this](const QString& sentence) {
    bar().setSearching(widgets::LibraryBar::Searching::No);
    bar().form().setPartError(sentence);
  });
  connect(&library, &LibraryController::failed, this, [this](const QString& sentence) {
    m_parts.window.tellFailure(sentence);
  });
  connect(&library, &LibraryController::added, this, &LibraryBindings::tell);
  connect(&library, &LibraryController::libraryOpened, this, [this] {
    m_parts.records.forgetLibrary();
    const QString note = QString::fromStdString(m_parts.library.info().note);
    if (!note.isEmpty()) tell(note);
  });
  connect(&library, &LibraryController::infoChanged, this, [this] {
    showPlaces();
    showFormState();
    updateEnabled();
  });
  connect(&m_parts.window.records(), &widgets::RecordList::selectionChanged, this, [this] {
    updateEnabled();
    const QStringList keys = m_parts.window.records().selectedKeys();
    // What is dragged or copied has to be there when the drag begins.
    for (const QString& key : keys.mid(0, kDraggedRecords)) {
      if (m_parts.records.entry(key)) continue;
      if (const auto id = m_parts.records.moleculeOf(key)) {
        m_parts.library.read(*id, [this, key](const auto& molecule) {
          m_parts.records.remember(key, fileOf(*molecule));
        });
      }
    }
    if (m_details && m_details->isVisible() && keys.size() == 1) fillDetails(keys.first());
  });
}

void LibraryBindings::bindSearch() {
  widgets::RecordList& list = m_parts.window.records();
  list.setLibrarySearch(widgets::RecordList::LibrarySearch::Elsewhere);
  connect(&list, &widgets::RecordList::librarySearchChanged, this, &LibraryBindings::search);
  connect(&m_parts.library, &LibraryController::suggested, this,
          [this](const QString& text, const std::vector<library::LibraryRow>& rows) {
            std::vector<widgets::SearchSuggestion> hits;
            for (const library::LibraryRow& row : rows) hits.push_back(suggestionOf(row));
            m_parts.window.records().search().setLibrary(text, std::move(hits));
          });
  connect(m_parts.window.actions().search, &QAction::triggered, this, [this] {
    m_parts.window.actions().showRecords->setChecked(true);
    m_parts.window.records().focusSearch();
  });
  connect(&list, &widgets::RecordList::detailsRequested, this, &LibraryBindings::showDetails);
  widgets::LibraryBar& places = bar();
  connect(&places, &widgets::LibraryBar::placeChosen, &m_parts.library, &LibraryController::open);
  connect(&places, &widgets::LibraryBar::createRequested, this, &LibraryBindings::createLibrary);
  connect(&places, &widgets::LibraryBar::openRequested, this, &LibraryBindings::chooseLibrary);
  connect(&places, &widgets::LibraryBar::connectRequested, this, &LibraryBindings::connectServer);
  connect(&places, &widgets::LibraryBar::importRequested, this, [this] { showImport({}); });
  connect(&places, &widgets::LibraryBar::exportRequested, this, &LibraryBindings::exportListed);
}

widgets::LibraryBar& LibraryBindings::bar() const { return m_parts.window.records().libraryBar(); }

void LibraryBindings::bindCommands() {
  const LibraryActions& actions = m_parts.window.actions().library;
  connect(actions.conditions, &QAction::triggered, this, [this] {
    m_parts.window.actions().showRecords->setChecked(true);
    m_parts.window.records().setSource(widgets::RecordList::Source::Library);
    bar().openForm();
  });
  connect(actions.add, &QAction::triggered, this, &LibraryBindings::addOpen);
  connect(actions.details, &QAction::triggered, this, [this] {
    const QStringList keys = m_parts.window.records().selectedKeys();
    if (!keys.isEmpty()) showDetails(keys.first());
  });
  connect(actions.remove, &QAction::triggered, this, &LibraryBindings::removeSelected);
  connect(actions.import, &QAction::triggered, this, [this] { showImport({}); });
  connect(actions.exportListed, &QAction::triggered, this, &LibraryBindings::exportListed);
  connect(actions.create, &QAction::triggered, this, &LibraryBindings::createLibrary);
  connect(actions.open, &QAction::triggered, this, &LibraryBindings::chooseLibrary);
  connect(actions.connectServer, &QAction::triggered, this, &LibraryBindings::connectServer);
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this, [this] {
    updateEnabled();
    showFormState();
  });
  connect(&m_parts.selection, &widgets::AtomSelectionModel::selectionChanged, this,
          &LibraryBindings::showFormState);
}

void LibraryBindings::updateEnabled() {
  const LibraryActions& actions = m_parts.window.actions().library;
  const bool open = !m_parts.library.location().isEmpty();
  actions.add->setEnabled(open && !m_parts.document.isEmpty());
  actions.details->setEnabled(!selectedMolecules().empty());
  actions.remove->setEnabled(!selectedMolecules().empty());
  actions.import->setEnabled(open);
  actions.exportListed->setEnabled(open);
  actions.conditions->setEnabled(open);
}

std::vector<library::MoleculeId> LibraryBindings::selectedMolecules() const {
  std::vector<library::MoleculeId> ids;
  for (const QString& key : m_parts.window.records().selectedKeys()) {
    if (const auto id = m_parts.records.moleculeOf(key)) ids.push_back(*id);
  }
  return ids;
}

void LibraryBindings::showPlaces() {
  std::vector<widgets::LibraryPlace> places;
  const QString current = m_parts.library.location();
  for (const QString& location : m_parts.settings.libraries()) {
    widgets::LibraryPlace place;
    place.key = location;
    const bool isOpen = location == current;
    place.name = isOpen ? QString::fromStdString(m_parts.library.info().name)
                        : QFileInfo(location).completeBaseName();
    if (isOpen) place.detail = countWords(m_parts.library.info());
    if (!isOpen && !location.contains(QLatin1String("://")) && !QFileInfo::exists(location)) {
      continue;
    }
    places.push_back(std::move(place));
  }
  bar().setPlaces(std::move(places), current);
}

void LibraryBindings::showFormState() {
  widgets::LibrarySearchForm& form = bar().form();
  const library::LibraryInfo& info = m_parts.library.info();
  QStringList tags;
  for (const std::string& tag : info.tags) tags << QString::fromStdString(tag);
  form.setKnownTags(tags);
  QStringList properties = computedNames();
  for (const std::string& name : info.properties) properties << QString::fromStdString(name);
  form.setProperties(properties);
  form.setOpenStructure(m_parts.document.isEmpty() ? QString() : m_parts.document.snapshot().title,
                        static_cast<int>(m_parts.selection.atoms().size()));
}

void LibraryBindings::search(const QString& text, const widgets::LibraryConditions& conditions) {
  m_narrowed = !text.isEmpty() || !conditions.isEmpty();
  bar().setSearching(widgets::LibraryBar::Searching::Yes);
  m_parts.library.suggest(text);
  m_parts.library.search(LibraryController::MakeQuery(
      [text, conditions, open = m_parts.document.snapshot(),
       selected = m_parts.selection.atoms()]() -> Result<library::SearchQuery> {
        auto query = queryOf(conditions, open, selected);
        if (query) query->name = text.trimmed().toStdString();
        return query;
      }));
}

void LibraryBindings::showDetails(const QString& key) {
  if (!m_details) {
    m_details = std::make_unique<QDialog>(&m_parts.window);
    m_details->setWindowTitle(tr("Molecule of the library"));
    m_details->resize(theme::scaled(kDetailsSize.width()), theme::scaled(kDetailsSize.height()));
    auto* column = new QVBoxLayout(m_details.get());
    column->setContentsMargins(0, 0, 0, 0);
    m_record = new widgets::RecordDetails;
    column->addWidget(m_record);
    connect(m_record, &widgets::RecordDetails::linkActivated, this,
            [](const QUrl& url) { QDesktopServices::openUrl(url); });
    connect(m_record, &widgets::RecordDetails::changeRequested, this,
            [this](const widgets::MoleculeEdit& edit) {
              const auto id = m_parts.records.moleculeOf(edit.key);
              if (!id) return;
              m_parts.library.change(*id, changeOf(edit));
              fillDetails(edit.key);
            });
  }
  fillDetails(key);
  m_details->show();
  m_details->raise();
  m_details->activateWindow();
}

void LibraryBindings::fillDetails(const QString& key) {
  const auto id = m_parts.records.moleculeOf(key);
  if (!id || !m_record) return;
  QStringList tags;
  for (const std::string& tag : m_parts.library.info().tags) tags << QString::fromStdString(tag);
  m_record->setKnownTags(tags);
  m_parts.library.read(
      *id, [this, key](const auto& molecule) { m_record->setMolecule(keptOf(*molecule, key)); });
}

void LibraryBindings::removeSelected() {
  const auto ids = selectedMolecules();
  if (ids.empty()) return;
  const auto answer = QMessageBox::question(
      &m_parts.window, tr("Remove from the library"),
      (ids.size() == 1
           ? tr("One molecule goes from %1, with its texts and tags. This cannot be undone.")
           : tr("%2 molecules go from %1, with their texts and tags. This cannot be undone."))
          .arg(QString::fromStdString(m_parts.library.info().name))
          .arg(static_cast<qulonglong>(ids.size())),
      QMessageBox::Yes | QMessageBox::Cancel, QMessageBox::Cancel);
  if (answer == QMessageBox::Yes) m_parts.library.remove(ids);
}

void LibraryBindings::addOpen() {
  if (m_parts.document.isEmpty()) return;
  m_parts.library.add({newMoleculeOf(m_parts.document.snapshot(), m_parts.document.state())});
}

void LibraryBindings::chooseLibrary() {
  const QString file = QFileDialog::getOpenFileName(
      &m_parts.window, tr("Open a library"),
      QString::fromStdString(m_parts.settings.librariesHome().string()),
      tr("Libraries (*%1);;All files (*)").arg(QLatin1String(library::kLibraryEnding)));
  if (!file.isEmpty()) m_parts.library.open(file);
}

void LibraryBindings::createLibrary() {
  QString file = QFileDialog::getSaveFileName(
      &m_parts.window, tr("New library"),
      QString::fromStdString(m_parts.settings.librariesHome().string()) +
          QStringLiteral("/library") + QLatin1String(library::kLibraryEnding),
      tr("Libraries (*%1)").arg(QLatin1String(library::kLibraryEnding)));
  if (file.isEmpty()) return;
  if (QFileInfo(file).suffix().isEmpty()) file += QLatin1String(library::kLibraryEnding);
  m_parts.library.create(file, QFileInfo(file).completeBaseName());
}

void LibraryBindings::connectServer() {
  bool accepted = false;
  const QString address = QInputDialog::getText(
      &m_parts.window, tr("Connect to a server"),
      tr("PostgreSQL with the RDKit cartridge and pgvector, as postgresql://user@host/database"),
      QLineEdit::Normal, QStringLiteral("postgresql://"), &accepted);
  if (accepted && !address.trimmed().isEmpty()) m_parts.library.open(address.trimmed());
}

void LibraryBindings::tell(const QString& sentence) {
  m_parts.window.banner().showMessage(widgets::Banner::Kind::Notice, sentence);
}

}  // namespace molloquy::app
