#pragma once

#include <QMainWindow>
#include <QString>
#include <functional>
#include <utility>

#include "app/main_actions.h"
#include "app/settings/settings.h"
#include "widgets/selection/atom_selection_model.h"
#include "widgets/selection/pin_model.h"

class QStackedWidget;

namespace molloquy::theme {
class Splitter;
}

namespace molloquy::widgets {
class Banner;
class ChatModel;
class ChatPanel;
class CommandPalette;
class LowerPanel;
class MenuCorner;
class MoleculeViewport;
class RecordList;
class SketchEditor;
class StatusBar;
class ViewportHeader;
class WelcomePage;
}  // namespace molloquy::widgets

namespace molloquy::app {

/// The one window: structures at the left, the bench in the middle, the conversation at the right.
/// It lays the panels out and remembers where they were; what they do is joined in window_bindings.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  MainWindow(Settings& settings, widgets::AtomSelectionModel& selection, widgets::PinModel& pins,
             widgets::ChatModel& chat);
  ~MainWindow() override;

  [[nodiscard]] const MainActions& actions() const { return m_actions; }
  [[nodiscard]] widgets::MenuCorner& menuCorner() { return *m_corner; }
  [[nodiscard]] widgets::RecordList& records() { return *m_records; }
  [[nodiscard]] widgets::WelcomePage& welcome() { return *m_welcome; }
  [[nodiscard]] widgets::ViewportHeader& header() { return *m_header; }
  [[nodiscard]] widgets::Banner& banner() { return *m_banner; }
  [[nodiscard]] widgets::MoleculeViewport& viewport() { return *m_viewport; }
  [[nodiscard]] widgets::LowerPanel& lowerPanel() { return *m_lower; }
  [[nodiscard]] widgets::SketchEditor& sketch() { return *m_sketch; }
  [[nodiscard]] widgets::ChatPanel& chat() { return *m_chat; }
  [[nodiscard]] widgets::StatusBar& status() { return *m_status; }
  [[nodiscard]] widgets::CommandPalette& commandPalette() { return *m_palette; }

  /// Asked before the window closes; false keeps it open.
  void setMayClose(std::function<bool()> mayClose) { m_mayClose = std::move(mayClose); }
  /// The welcome page, or the bench with a structure on it.
  void showBench(bool bench);
  [[nodiscard]] bool isBenchShown() const;
  /// Tells of a failure on whichever page is seen.
  void tellFailure(const QString& sentence);

 Q_SIGNALS:
  void filesDropped(const QStringList& paths);
  void textDropped(const QString& text);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  QWidget* buildBench(widgets::AtomSelectionModel& selection, widgets::PinModel& pins);
  void connectPanelActions();
  void restoreLayout();
  void resetColumns();
  void setViewportAlone(bool alone);
  [[nodiscard]] bool isNarrow() const;

  Settings& m_settings;
  MainActions m_actions;
  widgets::MenuCorner* m_corner;
  widgets::RecordList* m_records;
  widgets::WelcomePage* m_welcome;
  widgets::ViewportHeader* m_header;
  widgets::Banner* m_banner;
  widgets::MoleculeViewport* m_viewport;
  widgets::LowerPanel* m_lower;
  widgets::SketchEditor* m_sketch;
  widgets::ChatPanel* m_chat;
  widgets::StatusBar* m_status;
  widgets::CommandPalette* m_palette;
  QStackedWidget* m_centre;
  theme::Splitter* m_columns;
  theme::Splitter* m_bench;
  bool m_recordsWanted = true;
  std::function<bool()> m_mayClose;
};

}  // namespace molloquy::app
