#include <QLineEdit>
#include <QLocale>
#include <utility>

#include "widgets/input/structure_entry.h"
#include "widgets/library/library_bar.h"
#include "widgets/library/record_list.h"
#include "widgets/library/record_order.h"
#include "widgets/search/search_popup.h"
#include "widgets/search/typed_kind.h"

namespace molloquy::widgets {
namespace {

constexpr int kSearchRestMs = 120;
constexpr std::size_t kSuggestions = 6;

}  // namespace

RecordList::~RecordList() { delete m_search; }

SearchPopup& RecordList::search() { return *m_search; }

void RecordList::buildSearch() {
  m_search = new SearchPopup(m_entry->field(), *m_entry);
  m_searchRest.setSingleShot(true);
  m_searchRest.setInterval(kSearchRestMs);
  connect(&m_searchRest, &QTimer::timeout, this, [this] {
    if (m_librarySearch == LibrarySearch::Elsewhere)
      Q_EMIT librarySearchChanged(m_isExpression ? QString() : m_entry->text(),
                                  m_bar->conditions());
  });
  connect(m_library, &QAbstractItemModel::modelReset, this, [this] {
    m_answered = m_librarySearch == LibrarySearch::Elsewhere && !m_searchRest.isActive();
    refreshHits();
  });
  connect(m_bar, &LibraryBar::conditionsChanged, this, [this] { m_searchRest.start(); });
  connect(m_search, &SearchPopup::suggestionChosen, this,
          [this](const SearchSuggestion& suggestion) {
            if (suggestion.kind == SearchSuggestion::Kind::LibraryRecord) {
              Q_EMIT recordActivated(suggestion.key);
            } else {
              Q_EMIT structureSubmitted(suggestion.key);
            }
          });
}

void RecordList::filter(const QString& text) {
  m_problem.reset();
  const bool wasExpression = m_isExpression;
  m_isExpression = RecordFilter::isExpression(text, shown().fields());
  if (!m_isExpression) {
    m_order->setFilter(searchesElsewhere() ? RecordFilter() : RecordFilter::byTitle(text));
  } else if (auto parsed = RecordFilter::parse(text, shown().fields())) {
    m_order->setFilter(std::move(*parsed));
  } else {
    // What the conditions so far list stays until the next one is whole.
    m_problem = parsed.error();
    if (!wasExpression) m_order->setFilter({});
  }
  updateCount();
}

void RecordList::fillSuggestions(const QString& text) {
  using Meaning = SearchPopup::Meaning;
  m_answered = false;
  m_search->textEdited(text, m_isExpression ? Meaning::Conditions : Meaning::Words);
  refreshHits();
}

/// The hits of the library among the suggestions: rows whose titles hold the text, and all rows
/// once they are the answer to a search that was made elsewhere.
void RecordList::refreshHits() {
  const QString text = m_entry->text();
  if (text.isEmpty() || m_isExpression || !m_search->isOpen()) return;
  std::vector<SearchSuggestion> hits;
  for (const RecordListModel* model : {m_library, m_session}) {
    const bool takesAll = m_answered && model == m_library;
    for (const Record& record : model->records()) {
      if (hits.size() >= kSuggestions) break;
      if (!takesAll && !record.title.contains(text, Qt::CaseInsensitive)) continue;
      const QString mass = record.mass > 0 ? QLocale().toString(record.mass, 'f', 2) : QString();
      hits.push_back({SearchSuggestion::Kind::LibraryRecord, record.key, record.title,
                      record.formula.isEmpty() ? record.subtitle
                                               : record.formula + QStringLiteral(" · ") + mass,
                      SearchKind::Name});
    }
  }
  m_search->setLibrary(text, std::move(hits));
}

void RecordList::focusSearch() {
  m_entry->setFocus(Qt::ShortcutFocusReason);
  m_entry->field().selectAll();
  if (!m_entry->text().isEmpty()) fillSuggestions(m_entry->text());
  m_search->open();
}

bool RecordList::searchesElsewhere() const {
  return m_librarySearch == LibrarySearch::Elsewhere && m_source == Source::Library;
}

void RecordList::setLibrarySearch(LibrarySearch search) {
  m_librarySearch = search;
  filter(m_entry->text());
}

void RecordList::setLibraryTotal(std::optional<qint64> total) {
  m_total = total;
  updateCount();
}

void RecordList::showProblem() {
  if (m_problem) m_entry->setError(m_problem->column, m_problem->sentence);
}

void RecordList::submit(const QString& text) {
  if (m_isExpression && (m_problem || m_order->rowCount() == 0)) return showProblem();
  const bool isStructure = isStructureKind(m_search->kindOf(text));
  if (m_order->rowCount() == 0 || (searchesElsewhere() && isStructure)) {
    Q_EMIT structureSubmitted(text);
    return;
  }
  activate(m_order->index(0, 0));
}

}  // namespace molloquy::widgets
