#pragma once

#include <QByteArray>
#include <QUrl>
#include <QWidget>
#include <vector>

#include "widgets/search/search_types.h"

class QLineEdit;
class QPushButton;

namespace molloquy::theme {
class ThemedLabel;
}

namespace molloquy::widgets {

class LedgerFilter;
class LedgerModel;
class NetworkSwitch;
class NetworkStore;
class TableView;

/// Every request that was sent, what for and with how many bytes, and the switch that stops them.
/// A window of its own, not modal.
class NetworkLedgerWindow : public QWidget {
  Q_OBJECT

 public:
  explicit NetworkLedgerWindow(QWidget* parent = nullptr);

  void setLines(std::vector<NetworkLine> lines);
  /// A new line, or a line of the same number that has changed.
  void putLine(const NetworkLine& line);
  void setMode(NetworkMode mode);
  /// Bytes that saved replies take on the disk, and at most.
  void setCache(qint64 used, qint64 limit);
  /// The server's address, and the one that Restore brings back.
  void setBase(const QUrl& base, const QUrl& standard);
  [[nodiscard]] int lineCount() const;

  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void modeChosen(molloquy::widgets::NetworkMode mode);
  /// The list is to be emptied; what was sent stays sent.
  void clearRequested();
  void cacheClearRequested();
  void cacheLimitChosen(qint64 bytes);
  void baseChosen(const QUrl& base);
  /// A file is to be saved under a name that the person chooses.
  void saveRequested(const QString& name, const QByteArray& bytes);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void buildTable();
  void tell();

  NetworkSwitch* m_switch;
  NetworkStore* m_store;
  LedgerModel* m_model;
  LedgerFilter* m_found;
  TableView* m_table;
  QLineEdit* m_filter;
  theme::ThemedLabel* m_total;
  QPushButton* m_copy;
  QPushButton* m_save;
  QPushButton* m_clear;
};

}  // namespace molloquy::widgets
