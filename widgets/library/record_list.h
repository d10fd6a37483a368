#pragma once

#include <optional>

#include <QPointer>
#include <QString>
#include <QTimer>
#include <QWidget>

#include "widgets/library/library_types.h"
#include "widgets/library/record_filter.h"
#include "widgets/library/record_list_model.h"

class QLabel;
class QMenu;
class QToolButton;

namespace molloquy::widgets {

class LibraryBar;
class RecordDelegate;
class RecordOrder;
class RecordView;
class SearchPopup;
class SegmentedControl;
class StructureEntry;
class ThumbnailQueue;

/// The left panel: an entry that takes a structure, a part of a name or conditions
/// (`mass < 300 and logP > 2`) with suggestions under it, Library or Session, which library and
/// what of it, the order, the records, and their count. Library holds what is kept, Session what
/// was opened since the start.
class RecordList : public QWidget {
  Q_OBJECT
 public:
  enum class Source { Library, Session };
  Q_ENUM(Source)
  /// How the Library list follows the entry: by the titles of its rows, or by a search that is
  /// made elsewhere and answered with new rows (librarySearchChanged).
  enum class LibrarySearch { Titles, Elsewhere };

  explicit RecordList(QWidget* parent = nullptr);
  ~RecordList() override;

  [[nodiscard]] RecordListModel& library() { return *m_library; }
  [[nodiscard]] RecordListModel& session() { return *m_session; }
  [[nodiscard]] StructureEntry& entry() { return *m_entry; }
  /// The suggestions under the entry. Its hits of the library come from the rows of both lists;
  /// with LibrarySearch::Elsewhere better ones may be given for the same text.
  [[nodiscard]] SearchPopup& search();
  /// Which library is open, and the conditions of the search in it.
  [[nodiscard]] LibraryBar& libraryBar() { return *m_bar; }
  void setLibrarySearch(LibrarySearch search);
  /// How many molecules the search found in all, when the rows are only the first of them; nullopt
  /// when the rows are all.
  void setLibraryTotal(std::optional<qint64> total);
  /// Puts the keyboard into the entry and opens its list (Ctrl+P).
  void focusSearch();

  void setSource(Source source);
  [[nodiscard]] Source source() const { return m_source; }
  /// Marks the record that is open, in whichever list it is; an unknown key clears the mark.
  void setCurrentRecord(const QString& key);
  /// Gives a drawing to whichever list has the key.
  void setThumbnail(const QString& key, const QImage& image);
  /// There is no drawing of this record; it is not asked for again.
  void setThumbnailFailed(const QString& key);
  /// How records are dragged out and copied, from both lists.
  void setTextProvider(const RecordTextProvider& provider);
  /// Keys of the selected records, as listed.
  [[nodiscard]] QStringList selectedKeys() const;
  /// "name", "formula", "mass" or a data field; empty = as in the file.
  void sortBy(const QString& property, Qt::SortOrder order);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// A record is to be opened.
  void recordActivated(const QString& key);
  /// A visible row has no drawing; answer with setThumbnail. `size` is in logical pixels.
  void thumbnailNeeded(const QString& key, QSize size, qreal devicePixelRatio);
  /// The row left the screen before its drawing came; it need not be made.
  void thumbnailCancelled(const QString& key);
  void selectionChanged(const QStringList& keys);
  /// The entry holds a structure, not a name of the list: after a pause in typing, and on Enter.
  void structureSettled(const QString& text);
  void structureSubmitted(const QString& text);
  /// Several lines were pasted into the entry.
  void blockPasted(const QString& text);
  void openFileRequested();
  /// With LibrarySearch::Elsewhere: the text of the entry or the conditions are others, and have
  /// rested for 120 ms. Answer with library().setRecords() and setLibraryTotal().
  void librarySearchChanged(const QString& text,
                            const molloquy::widgets::LibraryConditions& conditions);
  /// All that is kept of a record is to be shown.
  void detailsRequested(const QString& key);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void buildEntry();
  void buildSearch();
  void fillSuggestions(const QString& text);
  void refreshHits();
  void showRecordMenu(const QPoint& place);
  void buildList();
  void buildCount();
  void fillSortMenu();
  void filter(const QString& text);
  void submit(const QString& text);
  void activate(const QModelIndex& index);
  void showProblem();
  void copySelection();
  [[nodiscard]] bool lacksDrawing(const QString& key) const;
  [[nodiscard]] RecordListModel& shown() const;
  void updateCount();
  void updateNote(qsizetype all);
  [[nodiscard]] bool searchesElsewhere() const;

  StructureEntry* m_entry;
  QPointer<SearchPopup> m_search;  ///< a child of the window.
  LibraryBar* m_bar;
  QTimer m_searchRest;
  SegmentedControl* m_sources;
  QToolButton* m_open;
  RecordView* m_view;
  RecordDelegate* m_delegate;
  RecordOrder* m_order;
  ThumbnailQueue* m_queue;
  QToolButton* m_sort;
  QMenu* m_sortMenu;
  RecordListModel* m_library;
  RecordListModel* m_session;
  QLabel* m_count;
  QLabel* m_selected;
  Source m_source = Source::Library;
  LibrarySearch m_librarySearch = LibrarySearch::Titles;
  std::optional<qint64> m_total;
  bool m_answered = false;  ///< the rows are the answer to what the entry holds.
  QString m_currentKey;
  bool m_isExpression = false;  ///< the entry holds conditions.
  std::optional<RecordFilter::Problem> m_problem;
};

}  // namespace molloquy::widgets
