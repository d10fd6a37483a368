#pragma once

#include <QSet>
#include <QString>
#include <QWidget>

#include "widgets/library/record_list_model.h"

class QLabel;
class QSortFilterProxyModel;
class QToolButton;

namespace molloquy::widgets {

class RecordDelegate;
class RecordView;
class SegmentedControl;
class StructureEntry;

/// The left panel: an entry that takes a structure or filters the list, Library or Session, the
/// records, and their count. Library holds what is kept, Session what was opened since the start.
class RecordList : public QWidget {
  Q_OBJECT
 public:
  enum class Source { Library, Session };
  Q_ENUM(Source)

  explicit RecordList(QWidget* parent = nullptr);

  [[nodiscard]] RecordListModel& library() { return *m_library; }
  [[nodiscard]] RecordListModel& session() { return *m_session; }
  [[nodiscard]] StructureEntry& entry() { return *m_entry; }

  void setSource(Source source);
  [[nodiscard]] Source source() const { return m_source; }
  /// Marks the record that is open, in whichever list it is; an unknown key clears the mark.
  void setCurrentRecord(const QString& key);
  /// Gives a drawing to whichever list has the key.
  void setThumbnail(const QString& key, const QImage& image);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// A record is to be opened.
  void recordActivated(const QString& key);
  /// A visible row has no drawing; answer with setThumbnail. `size` is in logical pixels.
  void thumbnailNeeded(const QString& key, QSize size, qreal devicePixelRatio);
  /// The entry holds a structure, not a name of the list: after a pause in typing, and on Enter.
  void structureSettled(const QString& text);
  void structureSubmitted(const QString& text);
  /// Several lines were pasted into the entry.
  void blockPasted(const QString& text);
  void openFileRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void buildEntry();
  void buildList();
  void filter(const QString& text);
  void submit(const QString& text);
  void activate(const QModelIndex& index);
  void askForThumbnail(const QString& key);
  void updateCount();

  StructureEntry* m_entry;
  SegmentedControl* m_sources;
  QToolButton* m_open;
  RecordView* m_view;
  RecordDelegate* m_delegate;
  QSortFilterProxyModel* m_proxy;
  RecordListModel* m_library;
  RecordListModel* m_session;
  QLabel* m_count;
  Source m_source = Source::Library;
  QString m_currentKey;
  QSet<QString> m_asked;  ///< keys whose drawing was asked for in the present colours.
};

}  // namespace molloquy::widgets
